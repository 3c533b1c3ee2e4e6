import CZstd
import Glibc

/// Rows of our tables from a damaged file's loose pages, in a database of their own: told by how many values a row has and
/// of which kinds. Of the tables whose rows look like others', nothing is taken.
final class LooseRows {
  /// As in a store, without its rules.
  let connection: Connection
  /// The numbers given out, where a row of them was found.
  private(set) var counter: (record: Int64, revision: Int64, change: Int64)?
  private let path: String
  private var shapes: [Shape] = []

  /// What may be told from each other. `held`, `refused` and an open run's own tables have the same shapes.
  static let tables = [
    "catalogue", "dictionary", "dictionary_copy", "record", "revision", "change", "run", "reject",
  ]

  private struct Shape {
    var table: String
    var names: [String]
    var kinds: [(kind: LoosePages.Kind, isOptional: Bool)]
    /// Columns that a later schema added are not in rows from before.
    var least: Int

    func fits(_ found: [LoosePages.Kind]) -> Bool {
      guard found.count >= least, found.count <= kinds.count else { return false }
      return zip(found, kinds).allSatisfy { $0 == $1.kind || $1.isOptional && $0 == .null }
    }
  }

  /// - Parameters:
  ///   - pages: Of the damaged file.
  ///   - path: For a file that goes with this object.
  ///   - schema: A store with the schema that is known.
  init(_ pages: LoosePages, at path: String, like schema: Connection) throws(StorageError) {
    self.path = path
    unlink(path)
    try Store.keepFromOthers(path, mode: 0o600)
    connection = try Connection(path: path, access: .writing)
    try connection.execute("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    for table in Self.tables {
      let shape = try Self.shape(of: table, schema)
      shapes.append(shape)
      let columns = shape.names.map { $0 == "id" || $0 == "number" ? "\($0) INTEGER PRIMARY KEY" : $0 }
      try connection.execute("CREATE TABLE \(table)(\(columns.joined(separator: ", ")))")
    }
    let shapes = shapes
    try connection.transaction { () throws(StorageError) in
      try pages.eachRow(wanted: { kinds in shapes.contains { $0.fits(kinds) } }) {
        (row, values, onPage) throws(StorageError) in
        try self.take(row, values, onPage)
      }
    }
  }

  deinit { unlink(path) }

  private static func shape(of table: String, _ schema: Connection) throws(StorageError) -> Shape {
    var shape = Shape(table: table, names: [], kinds: [], least: 0)
    let columns = try schema.prepared(
      "SELECT name, type, \"notnull\", pk, dflt_value FROM pragma_table_info('\(table)')"
    )
    .all {
      (
        name: $0.text(0), type: $0.text(1), isNeeded: $0.int(2) != 0, isKey: $0.int(3) != 0,
        hasDefault: !$0.isNull(4)
      )
    }
    for column in columns {
      shape.names.append(column.name)
      // The number of a row is not among its values (2.1).
      let kind: LoosePages.Kind =
        column.isKey ? .null : column.type == "TEXT" ? .text : column.type == "BLOB" ? .blob : .integer
      shape.kinds.append((kind, !column.isNeeded))
      if column.isNeeded, !column.hasDefault { shape.least = shape.names.count }
    }
    return shape
  }

  private func take(_ row: Int64, _ values: [LoosePages.Value], _ onPage: Int) throws(StorageError) {
    let kinds = values.map(\.kind)
    guard row > 0, let shape = shapes.first(where: { $0.fits(kinds) }) else { return }
    var replaces = false
    switch (shape.table, values.last) {
    case ("change", _):
      // The counters are the one row of their page, and look the same.
      if onPage == 1, row == 1 {
        let numbers = values.map { if case .integer(let number) = $0 { number } else { Int64(0) } }
        let before = counter ?? (0, 0, 0)
        counter = (
          max(before.record, numbers[1]), max(before.revision, numbers[2]), max(before.change, numbers[3])
        )
      }
      guard case .integer(let kind) = values[1], ChangeKind(rawValue: kind) != nil else { return }
    case ("dictionary_copy", .blob(let bytes)):
      // The full-text index has rows of that shape, too; a dictionary begins with its mark.
      guard bytes.withUnsafeBytes({ ZDICT_getDictID($0.baseAddress, $0.count) }) != 0 else { return }
    case ("record", _):
      // Of two the one that was written later.
      guard case .blob(let hash) = values[7], hash.count == 16, case .integer(let revision) = values[8] else {
        return
      }
      let known = try connection.prepared("SELECT revision FROM record WHERE id = ?").bind(0, row).first {
        $0.int(0)
      }
      replaces = known.map { $0 < revision } ?? false
    default: break
    }
    let names = shape.names.prefix(values.count).joined(separator: ", ")
    let places = String(repeating: ", ?", count: values.count - 1)
    let statement = try connection.prepared(
      "INSERT OR \(replaces ? "REPLACE" : "IGNORE") INTO \(shape.table)(\(names)) VALUES(?\(places))")
    for (index, value) in values.enumerated() {
      let index = Int32(index)
      switch value {
      case _ where index == 0: statement.bind(0, row)
      case .null, .real: statement.bind(index, Int64?.none)
      case .integer(let number): statement.bind(index, number)
      case .text(let bytes): statement.bind(index, String(decoding: bytes, as: UTF8.self))
      case .blob(let bytes): statement.bind(index, blob: bytes)
      }
    }
    try statement.run()
  }
}

extension LoosePages.Value {
  var kind: LoosePages.Kind {
    switch self {
    case .null: .null
    case .integer: .integer
    case .real: .real
    case .text: .text
    case .blob: .blob
    }
  }
}
