import Catalogue

/// Where KBART's columns stand in one list. Their order does not matter; what is not KBART's is the publisher's own.
struct KBARTColumns: Hashable, Sendable {
  /// By `KBARTColumn.rawValue`; nil where the list has no such column.
  private var places = [Int?](repeating: nil, count: KBARTColumn.allCases.count)
  private(set) var missing: [KBARTColumn] = []
  /// Names of columns that the publisher added.
  private(set) var added: [String] = []

  /// Throws where a list says neither what its titles are called nor what names them for good.
  init(_ head: TableHead) throws(ColumnFault) {
    let names = ColumnNames(head)
    for column in KBARTColumn.allCases {
      if let place = names.columns(folded: ColumnNames.fold(column.name)).first {
        places[column.rawValue] = place
      } else {
        missing.append(column)
      }
    }
    let taken = Set(places.compactMap { $0 })
    added = head.names.indices.filter { !taken.contains($0) && !head.names[$0].isEmpty }.map {
      head.names[$0]
    }
    guard self[.publicationTitle] != nil, self[.titleID] != nil || self[.titleURL] != nil
    else {
      let names = missing.map(\.name).joined(separator: ", ")
      throw ColumnFault(
        "this is no KBART list: its header lacks \(names). Needed are publication_title and title_id or title_url. "
          + "The columns are: \(head.columnList). Other tables are format = \"table\"")
    }
  }

  subscript(column: KBARTColumn) -> Int? { places[column.rawValue] }

  static func score(_ names: [String]) -> Int { names.count { known.contains(ColumnNames.fold($0)) } }

  private static let known = Set(KBARTColumn.allCases.map { ColumnNames.fold($0.name) })

  static func isSerial(_ type: String) -> Bool {
    type.utf8.count == 6 && type.utf8.elementsEqual("serial".utf8) { ASCII.lower($0) == $1 }
  }

  // MARK: Rows

  /// What names a row's title: its `title_id`, else its address, else its ISBN or ISSN as printed.
  func identifier(_ cells: RowCells, in row: Bytes) -> String? {
    var repairs: [String: Int] = [:]
    for column in Self.identifying {
      if let place = self[column],
        let id = cells.text(place, in: row, &repairs).flatMap(ReportBuilder.identifier)
      {
        return id
      }
    }
    return nil
  }

  private static let identifying: [KBARTColumn] = [.titleID, .titleURL, .onlineIdentifier, .printIdentifier]

  /// The `title_id` of what the row's title is a part of.
  func parent(_ cells: RowCells, in row: Bytes) -> String? {
    guard let parentTitleID = self[.parentTitleID] else { return nil }
    var repairs: [String: Int] = [:]
    return cells.text(parentTitleID, in: row, &repairs).flatMap(ReportBuilder.identifier)
  }

  /// A journal, or a series of monographs: what has it for a parent is no chapter.
  func isSerial(_ cells: RowCells, in row: Bytes) -> Bool {
    guard let publicationType = self[.publicationType] else { return false }
    var repairs: [String: Int] = [:]
    return cells.text(publicationType, in: row, &repairs).map(Self.isSerial) ?? false
  }
}

/// Chapters by their identifiers: `resrep05373.4` is the fourth part of `resrep05373`.
enum KBARTChapter {
  /// What an identifier is a part of by its form, `STEM.NUMBER`, and the number.
  static func parts(_ id: String) -> (stem: Substring, number: Substring)? {
    guard let dot = id.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let number = id[id.utf8.index(after: dot)...]
    guard dot > id.startIndex, !number.isEmpty, number.utf8.count <= 9, number.utf8.allSatisfy(ASCII.isDigit)
    else { return nil }
    return (id[..<dot], number)
  }

  /// The report of an identifier that cannot be but a chapter's: JSTOR's `resrepNNNNN.N`. (Others' identifiers may
  /// hold points without being parts of anything.)
  static func report(_ id: String) -> Substring? {
    guard id.utf8.starts(with: "resrep".utf8), let (stem, _) = parts(id),
      stem.utf8.dropFirst(6).allSatisfy(ASCII.isDigit), stem.utf8.count > 6
    else { return nil }
    return stem
  }
}
