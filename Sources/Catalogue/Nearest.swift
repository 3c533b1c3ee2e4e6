/// What a person probably meant to type.
public enum Nearest {
  /// The candidates that `word` is a slip of, nearest first, at most three: within a third of its length in
  /// insertions, deletions, replacements and swaps of neighbours, or beginning with it. Case does not count.
  public static func of(_ word: String, among candidates: some Sequence<String>) -> [String] {
    let typed = Array(word.lowercased().unicodeScalars.prefix(64))
    guard !typed.isEmpty else { return [] }
    var found: [(distance: Int, name: String)] = []
    for candidate in candidates {
      let name = Array(candidate.lowercased().unicodeScalars.prefix(64))
      if typed.count >= 2, name.starts(with: typed) {
        found.append((0, candidate))
        continue
      }
      let distance = distance(typed, name)
      if distance <= max(1, min(typed.count, name.count) / 3) { found.append((distance, candidate)) }
    }
    found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return found.prefix(3).map(\.name)
  }

  /// The optimal string alignment distance.
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
