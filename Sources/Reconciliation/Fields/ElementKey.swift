import Catalogue

/// By what an element of an ordered list is known from one revision to the next (rule 14): what it is called, and which
/// of those that are called so.
public struct ElementKey: Hashable, Sendable, Codable, Comparable {
  /// Of a contributor, role and folded name; of a section, its folded label and title, or its first page where it has
  /// no title; of a series, its folded title.
  public var name: String
  /// From 1.
  public var occurrence: Int

  public init(_ name: String, _ occurrence: Int = 1) {
    self.name = name
    self.occurrence = occurrence
  }

  enum CodingKeys: String, CodingKey {
    case name = "key"
    case occurrence = "n"
  }

  public static func < (a: ElementKey, b: ElementKey) -> Bool {
    (a.name, a.occurrence) < (b.name, b.occurrence)
  }

  /// The keys of a list's elements, in their order.
  static func keys(of value: FieldValue) -> [ElementKey] {
    var occurrences: [String: Int] = [:]
    return value.items.map { item in
      let name = item.elementName
      let occurrence = occurrences[name, default: 0] + 1
      occurrences[name] = occurrence
      return ElementKey(name, occurrence)
    }
  }
}

extension FieldValue {
  /// The element of a list that has a key, as a value of one item; the empty value where there is none.
  func element(_ key: ElementKey) -> FieldValue {
    var occurrence = 0
    for item in items where item.elementName == key.name {
      occurrence += 1
      if occurrence == key.occurrence { return FieldValue(item) }
    }
    return .empty
  }
}

extension FieldItem {
  /// What the item is called as an element of a list.
  var elementName: String {
    switch self {
    case .contributor(let contributor):
      "\(contributor.role.rawValue):\(Self.folded(Fold.name(contributor.name), contributor.name.printed))"
    case .section(let section):
      if section.title.isEmpty {
        "p:\(section.pages?.spans.first?.first.label ?? section.pages?.printed ?? "")"
      } else {
        "\(Fold.text(section.label ?? "")):\(Self.folded(Fold.text(section.title), section.title))"
      }
    case .series(let series): Self.folded(Fold.title(series.title), series.title)
    default: ""
    }
  }

  /// The normalised value by which a set knows its items (rule 13). An address is the same with http and https, in any
  /// case of its host, with and without a slash at its end; of two links to it the first counts.
  var setKey: SetKey {
    switch self {
    case .text(let text): .text(Self.folded(Fold.text(text), text))
    case .identifier(let identifier):
      .identifier(identifier.scheme == .handle ? identifier.linking ?? identifier : identifier)
    case .link(let link): .text(Self.address(link.url))
    case .number, .date, .access, .series, .contributor, .section: .item(self)
    }
  }

  /// What is folded to nothing ("???") stands for itself.
  private static func folded(_ key: String, _ printed: String) -> String { key.isEmpty ? printed : key }

  private static func address(_ url: String) -> String {
    let bytes = url.utf8
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
      return url
    }
    let host = bytes.index(colon, offsetBy: 3)
    let path = bytes[host...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
    let rest =
      bytes[path...].elementsEqual("/".utf8) || bytes.last != UInt8(ascii: "/")
      ? url[path...] : url[path..<bytes.index(before: bytes.endIndex)]
    return url[host..<path].lowercased() + (rest == "/" ? "" : rest)
  }
}

/// A value of a set, normalised: by it the value is known.
enum SetKey: Hashable, Sendable {
  case text(String)
  case identifier(Identifier)
  case item(FieldItem)
}
