/// What an HTML element is to a page's reader.
enum PageTag: Hashable {
  case html, title, meta, link, base, script
  /// 1 to 6.
  case heading(Int)
  case item, term, detail
  /// Parts of a page by what they are for.
  case chrome, header, main
  case paragraph, block, lineBreak, cell
  case anchor, input, time
  /// What nobody sees.
  case hidden
  /// What holds no elements of the page (HTML, 4.12.3, 4.10.11 and 4.8.5).
  case inert
  case inline

  init(_ name: String) {
    switch name {
    case "html": self = .html
    case "title": self = .title
    case "meta": self = .meta
    case "link": self = .link
    case "base": self = .base
    case "script": self = .script
    case "h1", "h2", "h3", "h4", "h5", "h6": self = .heading(Int(name.utf8.last ?? 0x31) - 0x30)
    case "li": self = .item
    case "dt", "th": self = .term
    case "dd": self = .detail
    case "td": self = .cell
    case "nav", "footer", "aside": self = .chrome
    case "header": self = .header
    case "main", "article": self = .main
    case "p": self = .paragraph
    case "br", "hr": self = .lineBreak
    case "a": self = .anchor
    case "input": self = .input
    case "time": self = .time
    case "template", "textarea", "iframe": self = .inert
    case "style", "noscript", "svg", "select", "button", "canvas", "object": self = .hidden
    case "div", "ul", "ol", "dl", "table", "tbody", "thead", "tfoot", "tr", "section", "blockquote", "pre",
      "form",
      "fieldset", "figure", "figcaption", "details", "summary", "address", "body", "head", "caption",
      "center",
      "menu", "dir", "hgroup", "legend", "option":
      self = .block
    default: self = .inline
    }
  }

  /// Whether the element's text stands on lines of its own.
  var isBlock: Bool {
    switch self {
    case .heading, .item, .term, .detail, .chrome, .header, .main, .paragraph, .block, .lineBreak, .cell: true
    default: false
    }
  }
}
