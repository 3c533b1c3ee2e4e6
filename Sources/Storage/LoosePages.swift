import CSQLite
import Glibc

/// The rows on the leaf pages of a damaged file, whether or not a tree still leads to them (SQLite's file format, 1.5, 1.6
/// and 2.1). Free pages are left out, as far as the file says which they are: they hold what was deleted.
final class LoosePages {
  /// A value as it is stored.
  enum Value {
    case null
    case integer(Int64)
    case real(Double)
    case text([UInt8])
    case blob([UInt8])
  }

  /// How a value is stored, before it is read.
  enum Kind {
    case null, integer, real, text, blob
  }

  private let file: Int32
  private let pageSize: Int
  private let pageCount: Int
  /// Bytes of a page that hold content.
  private let usable: Int
  private var free: Set<Int> = []
  /// A body is no larger.
  private static let limit = 80 << 20

  /// Nil where the file cannot be read.
  init?(_ path: String) {
    file = open(path, O_RDONLY | O_CLOEXEC)
    var facts = stat()
    var head = [UInt8](repeating: 0, count: 100)
    guard file >= 0, fstat(file, &facts) == 0, pread(file, &head, 100, 0) == 100 else {
      if file >= 0 { close(file) }
      return nil
    }
    let size = Int(head[16]) << 8 | Int(head[17])
    pageSize = size == 1 ? 65536 : size >= 512 && size & (size - 1) == 0 ? size : Int(Store.pageSize)
    usable = pageSize - Int(head[20])
    pageCount = Int(facts.st_size) / pageSize
    findFree(from: Self.number(head, 32))
  }

  deinit { close(file) }

  /// Gives each row that is `wanted`, by the kinds of its values.
  ///
  /// - Parameter body: Is told, beside the row, how many rows its page has.
  func eachRow(
    wanted: ([Kind]) -> Bool,
    _ body: (_ row: Int64, _ values: [Value], _ onPage: Int) throws(StorageError) -> Void
  ) throws(StorageError) {
    guard pageCount > 0 else { return }
    for number in 1...pageCount where !free.contains(number) {
      guard let page = page(number) else { continue }
      let start = number == 1 ? 100 : 0
      guard page[start] == 0x0d else { continue }
      let cells = Int(page[start + 3]) << 8 | Int(page[start + 4])
      guard cells > 0, start + 8 + cells * 2 <= usable else { continue }
      for cell in 0..<cells {
        let place = start + 8 + cell * 2
        let offset = Int(page[place]) << 8 | Int(page[place + 1])
        guard offset >= start + 8 + cells * 2, let found = row(page, at: offset, wanted) else { continue }
        try body(found.row, found.values, cells)
      }
    }
  }

  // MARK: Pages

  private func page(_ number: Int) -> [UInt8]? {
    guard number >= 1, number <= pageCount else { return nil }
    var page = [UInt8](repeating: 0, count: pageSize)
    return pread(file, &page, pageSize, off_t(number - 1) * off_t(pageSize)) == pageSize ? page : nil
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> Int {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private func findFree(from first: Int) {
    var trunk = first
    while trunk > 1, !free.contains(trunk), let page = page(trunk) {
      let leaves = Self.number(page, 4)
      guard leaves <= usable / 4 - 2 else { break }
      free.insert(trunk)
      for leaf in 0..<leaves { free.insert(Self.number(page, 8 + leaf * 4)) }
      trunk = Self.number(page, 0)
    }
  }

  // MARK: Rows

  private func row(_ page: [UInt8], at offset: Int, _ wanted: ([Kind]) -> Bool) -> (
    row: Int64, values: [Value]
  )? {
    var at = offset
    guard let size = Self.varint(page, &at), size > 0, size <= Self.limit, let row = Self.varint(page, &at)
    else {
      return nil
    }
    let total = Int(size)
    let most = usable - 35
    var local = total
    if total > most {
      let least = (usable - 12) * 32 / 255 - 23
      local = least + (total - least) % (usable - 4)
      if local > most { local = least }
    }
    guard at + local + (local < total ? 4 : 0) <= usable else { return nil }
    var payload = [UInt8](page[at..<at + local])
    guard let types = Self.types(payload), wanted(types.map(Self.kind)) else { return nil }
    var next = local < total ? Self.number(page, at + local) : 0
    while payload.count < total {
      guard next > 1, !free.contains(next), let more = self.page(next) else { return nil }
      payload += more[4..<4 + min(total - payload.count, usable - 4)]
      next = Self.number(more, 0)
    }
    guard let values = Self.values(payload, types) else { return nil }
    return (row, values)
  }

  private static func varint(_ bytes: [UInt8], _ at: inout Int) -> Int64? {
    var value: UInt64 = 0
    for place in 0..<9 {
      guard at < bytes.count else { return nil }
      let byte = bytes[at]
      at += 1
      if place == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
      value = value << 7 | UInt64(byte & 0x7f)
      if byte < 0x80 { break }
    }
    return Int64(bitPattern: value)
  }

  private static func types(_ payload: [UInt8]) -> [Int64]? {
    var at = 0
    guard let header = varint(payload, &at), header >= 1, header <= payload.count, header < 200 else {
      return nil
    }
    var types: [Int64] = []
    while at < header {
      guard let type = varint(payload, &at), type >= 0, type != 10, type != 11 else { return nil }
      types.append(type)
    }
    return types
  }

  private static func kind(_ type: Int64) -> Kind {
    switch type {
    case 0: .null
    case 7: .real
    case 1...9: .integer
    default: type % 2 == 0 ? .blob : .text
    }
  }

  private static func values(_ payload: [UInt8], _ types: [Int64]) -> [Value]? {
    var at = 0
    guard let header = varint(payload, &at) else { return nil }
    at = Int(header)
    var values: [Value] = []
    for type in types {
      let size: Int
      switch type {
      case 0, 8, 9: size = 0
      case 1...4: size = Int(type)
      case 5: size = 6
      case 6, 7: size = 8
      default: size = Int(clamping: (type - 12) / 2)
      }
      guard size <= payload.count - at else { return nil }
      let bytes = payload[at..<at + size]
      at += size
      switch kind(type) {
      case .null: values.append(.null)
      case .integer where size == 0: values.append(.integer(type - 8))
      case .integer:
        let first: Int64 = (bytes.first ?? 0) >= 0x80 ? -1 : 0
        values.append(.integer(bytes.reduce(first) { $0 << 8 | Int64($1) }))
      case .real: values.append(.real(Double(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })))
      case .text: values.append(.text([UInt8](bytes)))
      case .blob: values.append(.blob([UInt8](bytes)))
      }
    }
    return values
  }
}
