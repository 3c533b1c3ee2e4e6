extension Suggestion {
  /// One suggestion for each two reports of which live records are alike, unless a person keeps them apart.
  static func all(
    among records: [ViewRecord], _ groups: [[Int]], silent: Set<LinkKey>, apart: Set<RecordPair>
  ) -> [Suggestion] {
    var group = Array(repeating: 0, count: records.count)
    for (number, members) in groups.enumerated() { for member in members { group[member] = number } }
    let ranked = records.indices.filter { records[$0].isLive }.sorted {
      (records[$0].catalogue, records[$0].number) < (records[$1].catalogue, records[$1].number)
    }
    var alike: [Likeness: [Int]] = [:]
    for place in ranked {
      for likeness in Set(Likeness.all(of: records[place].report)) {
        alike[likeness, default: []].append(place)
      }
    }
    // The best reason of each two groups: the first pair, and of that the first kind.
    var found: [RecordPair: (rank: [Int], suggestion: Suggestion)] = [:]
    let rank = Dictionary(uniqueKeysWithValues: zip(ranked, ranked.indices))
    for (likeness, places) in alike where places.count > 1 && !silent.contains(.likeness(likeness.hash)) {
      for (n, b) in places.enumerated() {
        for a in places[..<n] where group[a] != group[b] {
          let groups = RecordPair(RecordNumber(group[a]), RecordNumber(group[b]))
          let order = [rank[a] ?? 0, rank[b] ?? 0, Likeness.Kind.allCases.firstIndex(of: likeness.kind) ?? 0]
          if let best = found[groups], !order.lexicographicallyPrecedes(best.rank) { continue }
          let pair = RecordPair(records[a].number, records[b].number)
          found[groups] = (order, Suggestion(pair: pair, likeness: likeness.kind))
        }
      }
    }
    guard !found.isEmpty else { return [] }
    if !apart.isEmpty {
      let place = Dictionary(uniqueKeysWithValues: zip(records.map(\.number), records.indices))
      for pair in apart {
        guard let a = place[pair.a], let b = place[pair.b] else { continue }
        found[RecordPair(RecordNumber(group[a]), RecordNumber(group[b]))] = nil
      }
    }
    return found.values.map(\.suggestion).sorted { ($0.pair.a, $0.pair.b) < ($1.pair.a, $1.pair.b) }
  }
}
