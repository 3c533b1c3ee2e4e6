import Storage

/// Where a report's history goes on.
public struct HistoryCursor: Hashable, Sendable {
  let place: HistoryPlace

  init(_ place: HistoryPlace) { self.place = place }

  /// Nil where no answer gave it.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { part in
      part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(part) : nil
    }
    guard parts.count == 3, let at = parts[0], let kind = parts[1].flatMap(HistoryPlace.Kind.init),
      let number = parts[2]
    else { return nil }
    place = HistoryPlace(at: at, kind: kind, number: number)
  }

  /// For the answer.
  public var text: String { "\(max(0, place.at))-\(place.kind.rawValue)-\(place.number)" }
}
