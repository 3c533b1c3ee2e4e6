/// Collects the final answer's head from the lines that curl gives (RFC 9112, 4 and 5). Interim answers (1xx) and
/// trailers are passed over.
struct HeadParser {
  static let countLimit = 256
  static let sizeLimit = 128 << 10

  enum Progress { case reading, complete, tooLarge }

  private(set) var status = 0
  private(set) var headers: [TransferSettings.Header] = []
  /// The bytes of `Location`, which need not be text.
  private(set) var location: [UInt8]?
  private var size = 0
  private(set) var isComplete = false

  mutating func take(_ line: UnsafeRawBufferPointer) -> Progress {
    if isComplete { return .reading }
    var line = line[...]
    while let last = line.last, last == 0x0D || last == 0x0A { line = line.dropLast() }
    size += line.count + 2
    if size > Self.sizeLimit || headers.count > Self.countLimit { return .tooLarge }
    if line.starts(with: "HTTP/".utf8) {
      begin(line)
    } else if line.isEmpty {
      isComplete = !(100..<200).contains(status)
      return isComplete ? .complete : .reading
    } else {
      addField(line)
    }
    return .reading
  }

  private mutating func begin(_ line: Slice<UnsafeRawBufferPointer>) {
    headers = []
    location = nil
    let digits = line.drop { $0 != 0x20 }.dropFirst().prefix(3)
    status = Int(String(decoding: digits, as: UTF8.self)) ?? 0
  }

  private mutating func addField(_ line: Slice<UnsafeRawBufferPointer>) {
    if line.first == 0x20 || line.first == 0x09, !headers.isEmpty {
      // A folded value, which RFC 9112 made obsolete and servers still send.
      headers[headers.count - 1].value += " " + Self.text(Self.trimmed(line))
      return
    }
    guard let colon = line.firstIndex(of: 0x3A) else { return }
    let name = Self.text(Self.trimmed(line[..<colon])).lowercased()
    let value = Self.trimmed(line[line.index(after: colon)...])
    if name == "location", location == nil { location = Array(value) }
    headers.append(.init(name: name, value: Self.text(value)))
  }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    var bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes = bytes.dropLast() }
    return bytes
  }

  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  func first(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// A validator that can be sent back byte for byte, or nil: what is not UTF-8 was replaced when it was read.
  func validator(_ name: String) -> String? {
    first(name).flatMap { $0.isEmpty || $0.contains("\u{FFFD}") || !isFieldText($0) ? nil : $0 }
  }
}

/// Whether text may stand in a header: no control characters but the tab (RFC 9110, 5.5).
func isFieldText(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }

/// Whether text is a header's name: a token (RFC 9110, 5.6.2).
func isFieldName(_ text: String) -> Bool {
  !text.isEmpty
    && text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
}
