import Catalogue

/// Which columns of one table fill which field of a report.
struct TableColumns: Hashable, Sendable {
  struct Place: Hashable, Sendable {
    var field: ReportField
    /// The first of these in which anything stands is taken; columns of the same name are taken together.
    var alternatives: [[Int]]
  }

  /// In the order of `ReportField`'s cases.
  private(set) var places: [Place] = []
  /// Where the record's identifier stands.
  private(set) var identifier = Place(field: .identifier, alternatives: [])
  /// Whether the table is an export of Catalogued's own.
  let isOwn: Bool

  /// As the catalogue's file says; where it says nothing, by the names that columns commonly have.
  init(_ mapping: FieldMapping, _ head: TableHead) throws(ColumnFault) {
    isOwn = head.names == OwnExport.columns
    let names = ColumnNames(head)
    for field in ReportField.allCases {
      var alternatives: [[Int]] = []
      if let source = mapping[field] {
        guard source.parts.isEmpty else {
          throw ColumnFault(
            "[fields] \(field.rawValue): parts of names are for JSON; a table's are columns' names")
        }
        for name in source.alternatives { alternatives.append(try names.columns(name, for: field)) }
      } else if mapping.sources.isEmpty {
        alternatives = CommonNames.columns(of: field, in: names)
      }
      guard !alternatives.isEmpty else { continue }
      let place = Place(field: field, alternatives: alternatives)
      if field == .identifier { identifier = place } else { places.append(place) }
    }
    guard !identifier.alternatives.isEmpty else {
      let hint = mapping.sources.isEmpty ? "" : " identifier is needed."
      throw ColumnFault(
        "no column is known to hold the records' identifier; say in [fields] which one does.\(hint) "
          + "The columns are: \(head.columnList)")
    }
  }

  /// The identifier that stands in a row, as a record's statement will have it.
  func identifier(_ cells: RowCells, in row: Bytes) -> String? {
    var repairs: [String: Int] = [:]
    for alternative in identifier.alternatives {
      for column in alternative {
        if let text = cells.text(column, in: row, &repairs).flatMap(ReportBuilder.identifier) { return text }
      }
    }
    return nil
  }

  /// The identifier of a row that does not fit: only its first cell is sure to stand in its place.
  func firstIdentifier(_ cells: RowCells, in row: Bytes) -> String? {
    var repairs: [String: Int] = [:]
    guard identifier.alternatives.first?.first == 0 else { return nil }
    return cells.text(0, in: row, &repairs).flatMap(ReportBuilder.identifier)
  }

  /// What is read from where, for people: "identifier from “ID”".
  func description(_ head: TableHead) -> String {
    ([identifier] + places).map { place in
      let columns = place.alternatives.joined().map { column in
        head.names[column].isEmpty ? "#\(column + 1)" : "“\(Printable.line(head.names[column], limit: 40))”"
      }
      return "\(place.field.rawValue) from \(columns.joined(separator: " or "))"
    }.joined(separator: "; ")
  }

  /// The columns that no field is read from.
  func unread(_ head: TableHead) -> [String] {
    let read = Set(([identifier] + places).flatMap { $0.alternatives.joined() })
    return head.names.indices.filter { !read.contains($0) && !head.names[$0].isEmpty }.map { head.names[$0] }
  }
}

/// Why the columns that are asked for cannot be had, in words for a librarian.
struct ColumnFault: Error, Hashable, Sendable {
  var message: String

  init(_ message: String) { self.message = message }
}

/// A table's columns by their names.
struct ColumnNames {
  let head: TableHead
  private let folded: [String]

  init(_ head: TableHead) {
    self.head = head
    folded = head.names.map(Self.fold)
  }

  /// A name's key: case, blanks and punctuation do not count.
  static func fold(_ name: String) -> String { Fold.text(name) }

  /// All columns whose key is `key`.
  func columns(folded key: String) -> [Int] { key.isEmpty ? [] : folded.indices.filter { folded[$0] == key } }

  /// The columns of a name as a person writes it; `#3` is the third, if none is called so.
  func columns(_ name: String, for field: ReportField) throws(ColumnFault) -> [Int] {
    let exact = head.names.indices.filter { head.names[$0] == name }
    if !exact.isEmpty { return exact }
    if name.utf8.first == UInt8(ascii: "#"), let number = Int(name.dropFirst()) {
      guard (1...head.names.count).contains(number) else {
        throw ColumnFault(
          "[fields] \(field.rawValue): there is no column \(name); the table has \(head.names.count)")
      }
      return [number - 1]
    }
    let found = columns(folded: Self.fold(name))
    guard found.isEmpty else { return found }
    let nearest = Nearest.of(name, among: head.names.filter { !$0.isEmpty }).first
    let hint = nearest.map { "; did you mean “\(Printable.line($0))”?" } ?? "."
    throw ColumnFault(
      "[fields] \(field.rawValue): there is no column “\(Printable.line(name))”\(hint) "
        + "The columns are: \(head.columnList)")
  }
}
