import Catalogue

/// The full-text index. It holds no texts of its own, so that who takes a report out says what it held. Used inside a
/// transaction, by the writer's thread alone.
public final class ReportIndex {
  private let insert, delete: PreparedStatement

  init(_ connection: Connection) throws(StorageError) {
    insert = try connection.prepared(
      "INSERT INTO report_index(rowid, title, contributors, subjects, abstract, sections) VALUES(?, ?, ?, ?, ?, ?)"
    )
    delete = try connection.prepared(
      """
      INSERT INTO report_index(rowid, title, contributors, subjects, abstract, sections, report_index)
      VALUES(?, ?, ?, ?, ?, ?, 'delete')
      """)
  }

  func add(_ report: EncodedReport, report number: Int64) throws(StorageError) {
    let insert = insert
    try report.bytes.lend { (all) throws(StorageError) in
      insert.bind(0, number)
      for (column, range) in report.columns.enumerated() {
        insert.bind(Int32(column + 1), borrowedText: UnsafeRawBufferPointer(rebasing: all[range]))
      }
      try insert.run()
    }
  }

  /// Takes out a report that showed this.
  public func remove(_ shown: Report, report number: Int64) throws(StorageError) {
    try run(delete, number, SearchText.all(of: shown))
  }

  /// Holds what a report shows now. What is joined by another catalogue mostly has more links and identifiers, and no
  /// other words: then there is nothing to do.
  public func replace(_ old: Report?, by new: Report, report number: Int64) throws(StorageError) {
    if let old, SearchText.isPlainlySame(old, new) { return }
    let (before, now) = (old.map(SearchText.all), SearchText.all(of: new))
    guard before != now else { return }
    if let before { try run(delete, number, before) }
    try run(insert, number, now)
  }

  private func run(_ statement: PreparedStatement, _ number: Int64, _ columns: [[UInt8]]) throws(StorageError)
  {
    statement.bind(0, number)
    for (place, text) in columns.enumerated() {
      statement.bind(Int32(place + 1), String(decoding: text, as: UTF8.self))
    }
    try statement.run()
  }
}
