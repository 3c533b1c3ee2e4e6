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
    guard parts.count == 5, let at = parts[0], let epoch = parts[1],
      let kind = parts[2].flatMap(HistoryPlace.Kind.init), let revision = parts[3], let number = parts[4]
    else { return nil }
    place = HistoryPlace(at: at, epoch: epoch, kind: kind, revision: revision, number: number)
  }

  /// For the answer.
  public var text: String {
    "\(max(0, place.at))-\(place.epoch)-\(place.kind.rawValue)-\(place.revision)-\(place.number)"
  }
}
