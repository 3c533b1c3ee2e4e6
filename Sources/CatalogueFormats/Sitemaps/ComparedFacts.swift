import Catalogue

/// What tells the reports of two pages apart, as far as two pages of one report say the same: hashes, of no more than a
/// few of each kind, as each page of a run has them.
struct ComparedFacts: Hashable, Sendable {
  private enum Kind: UInt64 { case identifier, number, contributor, language, file }

  private let title: Int
  /// As ISO 8601 writes it, however the page does.
  private let published: String?
  /// In order; the lowest byte is the kind.
  private let values: [UInt64]

  init(_ report: Report) {
    title = Fold.title(report.title, subtitle: report.subtitle).hashValue
    published = report.published?.iso
    var values: Set<UInt64> = []
    func add(_ kind: Kind, _ all: some Sequence<some Hashable>) {
      for value in all.prefix(8) {
        values.insert(UInt64(truncatingIfNeeded: value.hashValue) << 8 | kind.rawValue)
      }
    }
    // Those by which it would be joined with others.
    add(.identifier, report.identifiers.lazy.compactMap(\.linking))
    add(.number, report.identifiers.lazy.filter { $0.scheme == .reportNumber }.map(\.value))
    add(.number, report.series.lazy.compactMap(\.number))
    add(.contributor, report.contributors.lazy.map { Fold.text($0.name.family ?? $0.name.printed) })
    add(.language, report.languages.lazy.map { $0.prefix { $0 != "-" } })
    add(.file, report.links.lazy.filter { $0.kind == .fullText }.map(\.url))
    self.values = values.sorted()
  }

  /// Whether they may be of one report, one of them saying less than the other. Files move with pages.
  func agree(_ other: ComparedFacts) -> Bool {
    title == other.title && (published == nil || other.published == nil || isDated(as: other))
      && [.identifier, .number, .contributor, .language].allSatisfy { (kind: Kind) in
        !has(kind) || !other.has(kind) || shares(kind, with: other)
      }
  }

  /// Whether they are of one report for all that can be seen: by an identifier that both have, or where something besides
  /// the title is the same.
  func isSame(as other: ComparedFacts) -> Bool {
    if self == other || shares(.identifier, with: other) { return true }
    return agree(other)
      && (isDated(as: other)
        || [.number, .contributor, .file].contains { (kind: Kind) in shares(kind, with: other) })
  }

  /// Whether both tell a date, one of them perhaps less of it.
  private func isDated(as other: ComparedFacts) -> Bool {
    guard let date = published, let another = other.published else { return false }
    return date.hasPrefix(another) || another.hasPrefix(date)
  }

  private func has(_ kind: Kind) -> Bool {
    values.contains { UInt8(truncatingIfNeeded: $0) == kind.rawValue }
  }

  private func shares(_ kind: Kind, with other: ComparedFacts) -> Bool {
    values.contains { UInt8(truncatingIfNeeded: $0) == kind.rawValue && other.values.contains($0) }
  }
}
