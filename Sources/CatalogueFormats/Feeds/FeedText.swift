import Catalogue

/// Text constructs: Atom's (RFC 4287, 3.1) with their types, Atom 0.3's with their modes, and RSS's, which never say
/// whether they are HTML.
enum FeedText {
  enum Form {
    case plain, html, markup, base64, unstated
  }

  /// The element's text as a reader would see it, on one line or in paragraphs; empty where there is none.
  static func text(_ element: FeedElements.Element, in elements: FeedElements, isAtom: Bool) -> String {
    switch form(element, in: elements, isAtom: isAtom) {
    case .markup: return elements.shown(element)
    case .plain: return plain(elements.text(of: element))
    case .html: return html(elements.text(of: element))
    case .unstated: return guessed(elements.text(of: element))
    case .base64:
      // A file is no text.
      var raw = elements.text(of: element)
      return raw.withUTF8({ Base64.decode($0) }).flatMap { String(validating: $0, as: UTF8.self) }.map(
        guessed) ?? ""
    }
  }

  /// The same on one line.
  static func line(_ element: FeedElements.Element, in elements: FeedElements, isAtom: Bool) -> String {
    PlainText.clean(text(element, in: elements, isAtom: isAtom))
  }

  private static func form(_ element: FeedElements.Element, in elements: FeedElements, isAtom: Bool) -> Form {
    let type = elements.attribute("type", of: element)?.lowercased()
    switch elements.attribute("mode", of: element)?.lowercased() {
    case "base64": return .base64
    case "escaped": return type == "text/plain" ? .plain : .html
    case "xml" where elements.hasMarkup(element): return .markup
    default: break
    }
    // Markup is shown as such whatever the type says; and where it had to be mended away, HTML is what is left.
    if elements.hasMarkup(element) { return .markup }
    switch type {
    case "text", "text/plain", "plain": return isAtom ? .plain : .unstated
    case "html", "text/html": return .html
    case "xhtml", "application/xhtml+xml": return .unstated
    case nil, "": return isAtom ? .plain : .unstated
    case let type?: return isAtom && !isText(type) ? .base64 : .unstated
    }
  }

  /// RFC 4287, 4.1.3.3: any other media type that is neither XML nor text is in Base64.
  private static func isText(_ type: String) -> Bool {
    type.hasPrefix("text/") || type.hasSuffix("xml") || type == "multipart/alternative"
  }

  static func html(_ text: String) -> String {
    var text = text
    return text.withUTF8 { HTMLText.plain($0) }
  }

  /// HTML where it looks like it.
  static func guessed(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      guard !HTMLText.isHTML(bytes) else { return HTMLText.plain(bytes, keepsUnknown: true) }
      return plain(String(decoding: bytes, as: UTF8.self))
    }
  }

  static func plain(_ text: String) -> String { PlainText.cleanParagraphs(HTMLText.withoutC1(text)) }
}
