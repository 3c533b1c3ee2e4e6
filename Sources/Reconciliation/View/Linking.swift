import Catalogue

/// Joins records into reports (rule 9).
struct Linking {
  private let records: [ViewRecord]
  private let place: [RecordNumber: Int]
  private let apart: Set<RecordPair>
  /// Of each record, the group that it is in, by the place of the group's first member.
  private var group: [Int]
  private var members: [[Int]]

  /// The groups of `records`, each with the places of its members in ascending order.
  static func groups(of records: [ViewRecord], silent: Set<LinkKey>, standing: Standing) -> [[Int]] {
    if records.count < 2 { return records.indices.map { [$0] } }
    var linking = Linking(records, standing)
    for pair in standing.merges {
      if let a = linking.place[pair.a], let b = linking.place[pair.b] { linking.unite(a, b) }
    }
    linking.uniteByIdentifiers(silent)
    return linking.members.filter { !$0.isEmpty }.map { $0.sorted() }
  }

  private init(_ records: [ViewRecord], _ standing: Standing) {
    self.records = records
    place = Dictionary(uniqueKeysWithValues: zip(records.map(\.number), records.indices))
    apart = standing.apart.filter { [place] in place[$0.a] != nil && place[$0.b] != nil }
    group = Array(records.indices)
    members = records.indices.map { [$0] }
  }

  private mutating func uniteByIdentifiers(_ silent: Set<LinkKey>) {
    var stated: [(identifier: Identifier, place: Int)] = []
    for place in records.indices {
      for identifier in LinkKey.identifiers(of: records[place].report) { stated.append((identifier, place)) }
    }
    stated.sort { a, b in
      if a.identifier != b.identifier { return a.identifier < b.identifier }
      return (records[a.place].catalogue, records[a.place].number)
        < (records[b.place].catalogue, records[b.place].number)
    }
    var next = stated.startIndex
    while next < stated.endIndex {
      let identifier = stated[next].identifier
      let places = stated[next...].prefix { $0.identifier == identifier }.map(\.place)
      next += places.count
      guard places.count > 1, !silent.contains(.identifier(identifier)) else { continue }
      let titles = identifier.scheme == .isbn ? places.map(titleKey) : []
      for later in places.indices {
        // Where nothing is kept apart, the first that agrees leads to all that do.
        for earlier in 0..<later where titles.isEmpty || agree(titles[earlier], titles[later]) {
          unite(places[earlier], places[later])
          if apart.isEmpty { break }
        }
      }
    }
  }

  private func titleKey(_ place: Int) -> String {
    Fold.title(records[place].report.title, subtitle: records[place].report.subtitle, .wide)
  }

  /// Titles that fold to nothing agree with none.
  private func agree(_ a: String, _ b: String) -> Bool { a == b && !a.isEmpty }

  /// Unless it would bring together what a person keeps apart.
  private mutating func unite(_ a: Int, _ b: Int) {
    let (x, y) = (group[a], group[b])
    guard x != y, !isApart(x, y) else { return }
    for member in members[y] { group[member] = x }
    members[x] += members[y]
    members[y] = []
  }

  private func isApart(_ x: Int, _ y: Int) -> Bool {
    apart.contains { pair in
      guard let a = place[pair.a], let b = place[pair.b] else { return false }
      return group[a] == x && group[b] == y || group[a] == y && group[b] == x
    }
  }
}
