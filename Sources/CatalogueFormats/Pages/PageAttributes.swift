import Catalogue

/// The attributes of one tag that say something, lent as long as the page's events are.
struct PageAttributes: ~Copyable {
  private var values: [(name: PageAttribute, text: Bytes)] = []
  /// A bit for each name that is there.
  private var names: UInt32 = 0

  mutating func removeAll() {
    values.removeAll(keepingCapacity: true)
    names = 0
  }

  mutating func add(_ name: PageAttribute, _ text: Bytes) {
    guard name != .other else { return }
    values.append((name, text))
    names |= name.bit
  }

  func has(_ name: PageAttribute) -> Bool { names & name.bit != 0 }

  private func value(_ name: PageAttribute) -> Bytes? {
    has(name) ? values.first { $0.name == name }?.text : nil
  }

  /// The value without control characters and outer white space; nil where there is none, or nothing in it.
  func text(_ name: PageAttribute) -> String? {
    guard let value = value(name) else { return nil }
    let text = PlainText.cleanParagraphs(HTMLText.withoutC1(String(decoding: value, as: UTF8.self)))
    return text.isEmpty ? nil : text
  }

  /// Whether an address may be that of a file, as `WebText.isFile` tells them, whatever it is relative to; only of those
  /// that may need it be made whole.
  func mayBeFile(_ name: PageAttribute) -> Bool {
    guard let address = value(name) else { return false }
    var at = 0
    while let dot = address.place(of: UInt8(ascii: "."), from: at) {
      at = dot + 1
      // A control character goes, and what stands behind it counts.
      if at < address.count, "ped".utf8.contains(ASCII.lower(address[at])) || address[at] < 0x20 {
        return true
      }
    }
    return address.place(of: "bitstream", from: 0, before: address.count) != nil
  }

  /// The words of a value that is a list of them, in lower case.
  func tokens(_ name: PageAttribute) -> [String] {
    guard let value = value(name) else { return [] }
    return value.split(whereSeparator: ASCII.isSpace).map {
      String(decoding: $0.map(ASCII.lower), as: UTF8.self)
    }
  }

  /// Whether a list of words has this one, given in lower case.
  func has(_ name: PageAttribute, token: String) -> Bool {
    tokens(name).contains(token)
  }

  func hints(_ table: inout PageHintTable) -> PageHints {
    var hints = PageHints()
    for value in values {
      switch value.name {
      case .classes, .id, .rel, .role: hints.formUnion(table.hints(value.text))
      default: break
      }
    }
    return hints
  }
}

/// The attributes that say something.
enum PageAttribute: UInt32 {
  case classes, id, content, name, property, httpEquiv, rel, href, type, lang, title, datetime, src, value,
    role
  case itemProp, itemScope, itemType, itemID
  case other

  var bit: UInt32 { 1 << rawValue }

  init(_ name: String) {
    switch name {
    case "class": self = .classes
    case "id": self = .id
    case "content": self = .content
    case "name": self = .name
    case "property": self = .property
    case "http-equiv": self = .httpEquiv
    case "rel": self = .rel
    case "href": self = .href
    case "type": self = .type
    case "lang", "xml:lang": self = .lang
    case "title": self = .title
    case "datetime": self = .datetime
    case "src": self = .src
    case "value": self = .value
    case "role": self = .role
    case "itemprop": self = .itemProp
    case "itemscope": self = .itemScope
    case "itemtype": self = .itemType
    case "itemid": self = .itemID
    default: self = .other
    }
  }
}
