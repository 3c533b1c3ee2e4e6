import CTOML

/// Reads TOML 1.0.
struct TOMLDocument {
  /// The root table's entries, as far as they can be read.
  var entries: [TOMLEntry] = []
  var faults: [Fault] = []
  /// Whether nothing is missing that was left out because of a fault.
  var isWhole = true

  /// So many places are looked behind; each costs a reading of the file.
  private static let rounds = 20

  /// Reads what can be read: what the parser stops at is said and left out, and the rest is read again.
  init(_ bytes: [UInt8]) {
    var bytes = bytes
    while true {
      do throws(Fault) {
        entries = try Self.parse(bytes)
        return
      } catch {
        let finding = TOMLDiagnosis(bytes).explain(error)
        faults.append(finding.fault)
        if !finding.isRepetition { isWhole = false }
        guard faults.count < Self.rounds, Self.blank(finding.lines, of: &bytes) else {
          isWhole = false
          return
        }
      }
    }
  }

  /// Leaves lines empty; false where they were so already.
  private static func blank(_ lines: ClosedRange<Int>, of bytes: inout [UInt8]) -> Bool {
    var (line, hasChanged) = (1, false)
    for at in bytes.indices {
      if bytes[at] == UInt8(ascii: "\n") {
        line += 1
        if line > lines.upperBound { break }
      } else if lines.contains(line), bytes[at] != UInt8(ascii: " ") {
        bytes[at] = UInt8(ascii: " ")
        hasChanged = true
      }
    }
    return hasChanged
  }

  /// Why a document cannot be read, and where.
  struct Fault: Error {
    var message: String
    var position: TOMLPosition
  }

  /// The root table's entries.
  static func parse(_ bytes: [UInt8]) throws(Fault) -> [TOMLEntry] {
    let handle = bytes.withUnsafeBytes {
      catalogued_toml_parse($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    guard let handle else {
      throw Fault(message: "not enough memory to read it", position: TOMLPosition(line: 1, column: 1))
    }
    defer { catalogued_toml_free(handle) }
    let error = catalogued_toml_get_error(handle)
    if error.message != nil {
      throw Fault(
        message: printable(text(error.message, error.message_length)),
        position: TOMLPosition(line: max(1, Int(error.line)), column: max(1, Int(error.column))))
    }
    var index = 0
    guard case .table(let entries) = node(handle, &index).node.value else { return [] }
    return entries
  }

  /// The node at `index` with all below it; leaves `index` behind them. toml++ bounds the depth.
  private static func node(_ handle: OpaquePointer, _ index: inout Int) -> TOMLEntry {
    let raw = catalogued_toml_get(handle, index)
    index += 1
    let value: TOMLNode.Value
    switch UInt32(raw.kind) {
    case CATALOGUED_TOML_TABLE.rawValue:
      value = .table((0..<raw.children).map { _ in node(handle, &index) })
    case CATALOGUED_TOML_ARRAY.rawValue:
      value = .array((0..<raw.children).map { _ in node(handle, &index).node })
    case CATALOGUED_TOML_STRING.rawValue: value = .string(text(raw.text, raw.text_length))
    case CATALOGUED_TOML_INTEGER.rawValue: value = .integer(raw.integer)
    case CATALOGUED_TOML_FLOAT.rawValue: value = .float(raw.floating)
    case CATALOGUED_TOML_BOOLEAN.rawValue: value = .boolean(raw.boolean)
    default: value = .moment(text(raw.text, raw.text_length))
    }
    return TOMLEntry(
      key: text(raw.key, raw.key_length),
      position: TOMLPosition(line: Int(raw.key_line), column: Int(raw.key_column)),
      node: TOMLNode(value: value, position: TOMLPosition(line: Int(raw.line), column: Int(raw.column))))
  }

  private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
    guard let start, count > 0 else { return "" }
    return String(
      decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// toml++ quotes the file in its messages; what it quotes may hold anything.
  private static func printable(_ message: String) -> String {
    String(
      String.UnicodeScalarView(
        message.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
