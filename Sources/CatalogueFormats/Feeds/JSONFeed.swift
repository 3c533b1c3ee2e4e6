import Catalogue

/// JSON Feed 1.1 and 1.0 (jsonfeed.org): what it calls things.
enum JSONFeed {
  /// Whether a text is, or begins, a JSON Feed: by its `version`.
  static func isVersion(_ text: Bytes) -> Bool {
    text.place(of: "jsonfeed.org/version/", from: 0, before: text.count) != nil
      || text.place(of: "jsonfeed.org\\/version\\/", from: 0, before: text.count) != nil
  }

  static func string(_ object: JSONValue, _ key: StaticString) -> String? {
    object[key.bytes]?.text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// `authors` (1.1), or `author` (1.0): the names.
  static func authors(_ object: JSONValue) -> [String] {
    let list = object[Array("authors".utf8)].map { $0.kind == .array ? Array($0.children) : [$0] } ?? []
    let one = object[Array("author".utf8)].map { [$0] } ?? []
    return (list.isEmpty ? one : list).compactMap { author in
      let name = author.kind == .object ? string(author, "name") : author.text
      return name.map(FeedPerson.name).flatMap { $0.isEmpty ? nil : $0 }
    }
  }
}

extension StaticString {
  fileprivate var bytes: [UInt8] { Array(UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)) }
}
