import Storage

/// A table of counts as a small JSON object, in the order of its keys.
enum Tallies {
  static func encode(_ tallies: [String: Int]) -> String {
    var text = "{"
    for (name, count) in tallies.sorted(by: { $0.key < $1.key }) {
      if text.utf8.count > 1 { text += "," }
      text += JSONText.quoted(name) + ":\(count)"
    }
    return text + "}"
  }

  /// What `encode` made; whatever does not fit is left out.
  static func decode(_ text: String) -> [String: Int] {
    var tallies: [String: Int] = [:]
    var rest = text.utf8.dropFirst()
    while let open = rest.firstIndex(of: UInt8(ascii: "\"")) {
      var name: [UInt8] = []
      var at = rest.index(after: open)
      while at < rest.endIndex, rest[at] != UInt8(ascii: "\"") {
        if rest[at] == UInt8(ascii: "\\") { rest.formIndex(after: &at) }
        if at < rest.endIndex {
          name.append(rest[at])
          rest.formIndex(after: &at)
        }
      }
      guard at < rest.endIndex else { break }
      rest = rest[rest.index(after: at)...].dropFirst()
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      tallies[String(decoding: name, as: UTF8.self)] = Int(String(decoding: digits, as: UTF8.self)) ?? 0
      rest = rest[digits.endIndex...]
    }
    return tallies
  }
}

enum JSONText {
  /// The text as a JSON string; control characters are dropped.
  static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 where byte >= 0x20 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension RunRow {
  /// Mended faults of the upstream, by name.
  public var repairsByName: [String: Int] { Tallies.decode(repairs) }
}

extension RunState {
  /// Whether the run came to its close, so that the records are the upstream's.
  public var isClose: Bool {
    switch self {
    case .done, .doneWithRejects, .doneEmpty, .held: true
    case .open, .brokenOff, .abandoned: false
    }
  }
}
