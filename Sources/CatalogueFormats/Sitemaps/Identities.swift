import Catalogue

/// By what the pages of a run are known, and which of them say so: an address that several pages with different facts
/// call their own tells nothing of any of them.
struct Identities: Sendable {
  /// What a page that came in a record's name says, as far as two pages can be compared by it.
  private struct Claim: Sendable {
    var facts: Facts
    /// The page, where the record's name is another's address.
    var alias: SiteHarvest.PageRequest?
    /// Whether it comes in this name for the first time.
    var isNew: Bool
    /// Whether it only stands there now, and keeps the name that it had.
    var isElsewhere = false
  }

  /// What tells two reports apart.
  struct Facts: Sendable {
    private let title: Int
    private let published: PartialDate?
    /// Hashes of the identifiers by which it would be joined with others.
    private let identifiers: Set<Int>

    init(_ report: Report) {
      title = Fold.title(report.title, subtitle: report.subtitle).hashValue
      published = report.published
      identifiers = Set(report.identifiers.lazy.compactMap(\.linking).prefix(8).map(\.hashValue))
    }

    func agree(_ other: Facts) -> Bool {
      title == other.title && (published == other.published || published == nil || other.published == nil)
        && (identifiers.isEmpty || other.identifiers.isEmpty
          || !identifiers.isDisjoint(with: other.identifiers))
    }
  }

  /// By the hash of the identifier: of pages that came in this run, so that there are no more than may be asked for.
  private var claims: [Int: Claim] = [:]
  /// Hashes of the identifiers of records that are there, and as they were.
  private var kept: Set<Int> = []
  private static let keptLimit = 200_000

  /// Records whose page says that it was taken away for good, by their identifiers. Whether another page still speaks
  /// for them is known at the end.
  private(set) var buried: [String: RecordBytes] = [:]

  /// What a page that came is known by.
  struct Settled {
    var identifier: String
    /// Whether the name that it would have is another's.
    var isDistrusted: Bool
    /// Another page, which came in this one's name and is to be asked again.
    var again: SiteHarvest.PageRequest?
  }

  /// The identifier of a page that came.
  ///
  /// - Parameters:
  ///   - own: Where it stands.
  ///   - canonical: The address that it calls its own.
  mutating func settle(
    _ page: SiteHarvest.PageRequest, own: PageAddress, canonical: String?, _ facts: Facts
  ) -> Settled {
    let place = own.normal
    let known = page.known?.identifier
    let knownAs = known.flatMap { PageAddress($0)?.normal }
    // What was known of another address is a wish, as a canonical address is.
    let had = page.isKnownElsewhere ? nil : knownAs
    let wish = wish(page, place, PageAddress.identity(of: own, canonical: canonical).normal, knownAs, facts)
    var name = wish
    var again: SiteHarvest.PageRequest?
    if let other = claims[wish.hashValue], other.alias?.entry.address != page.entry.address,
      !other.facts.agree(facts) || (other.isElsewhere && wish == place)
    {
      // Whose address it is, or who has had the name before, keeps it.
      if wish == place || (wish == had && other.isNew) { again = other.alias } else { name = place }
    } else if wish != place, wish != had, kept.contains(wish.hashValue) {
      name = place
    }
    claims[name.hashValue] = Claim(
      facts: facts, alias: name == place ? nil : page, isNew: name != place && name != had)
    // As it was written before: addresses in a store are older than the way in which they are told apart.
    return Settled(
      identifier: name == knownAs ? known ?? name : name, isDistrusted: page.isDistrusted || name != wish,
      again: again)
  }

  /// The name that a page would have if no other came in it: of `place`, where it stands, `named`, by which it calls
  /// itself, and `knownAs`, the name of its record.
  private mutating func wish(
    _ page: SiteHarvest.PageRequest, _ place: String, _ named: String, _ knownAs: String?, _ facts: Facts
  ) -> String {
    if page.isDistrusted { return place }
    guard let knownAs, knownAs != named else { return named }
    if page.isKnownElsewhere { return knownAs }
    // A record keeps its name when its page moves, unless another page has the new one.
    let isFree = claims[named.hashValue] == nil && !kept.contains(named.hashValue)
    guard knownAs == place || isFree else { return named }
    if claims[place.hashValue] == nil {
      claims[place.hashValue] = Claim(facts: facts, alias: page, isNew: true, isElsewhere: knownAs != place)
    }
    return knownAs
  }

  /// Whether another page than that at `address` has come in the name of a record that is not its.
  func isTaken(_ identifier: String, besides address: String) -> Bool {
    guard let claim = claims[Self.name(identifier).hashValue], claim.isNew else { return false }
    return claim.alias?.entry.address != address
  }

  /// The record of a page is there, and as it was.
  mutating func keep(_ identifier: String) {
    if kept.count < Self.keptLimit { kept.insert(Self.name(identifier).hashValue) }
  }

  /// The page of a record was taken away for good.
  mutating func bury(_ identifier: String, because words: String) {
    buried[identifier] = PageRecordParser.tombstone(identifier, because: words)
  }

  /// The tombstones of records for which no other page speaks.
  mutating func takeBuried() -> [RecordBytes] {
    defer { buried = [:] }
    return buried.filter { identifier, _ in
      let name = Self.name(identifier).hashValue
      return claims[name] == nil && !kept.contains(name)
    }.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func name(_ identifier: String) -> String { PageAddress(identifier)?.normal ?? identifier }
}
