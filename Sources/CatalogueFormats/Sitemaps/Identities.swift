import Catalogue

/// By what the pages of a run are known, and which of them say so. An address that a list names is the name of the page
/// that stands there: another goes by it only where it says the same. One that several pages with different facts call
/// their own tells nothing of any of them.
struct Identities: Sendable {
  /// What a page that came in a record's name says, as far as two pages can be compared by it.
  private struct Claim: Sendable {
    var facts: ComparedFacts
    /// The page, where the record's name is another's address.
    var alias: Alias
    /// Whether it comes in this name for the first time.
    var isNew: Bool
    /// The name that it keeps, where it only stands here now.
    var elsewhere: String?
  }

  /// As few claims have one, it takes no room in the others.
  private indirect enum Alias: Sendable {
    case none
    case page(SiteHarvest.PageRequest)

    var page: SiteHarvest.PageRequest? { if case .page(let page) = self { page } else { nil } }
  }

  /// By the hash of the identifier: of pages that came in this run, so that there are no more than may be asked for.
  private var claims: [Int: Claim] = [:]
  /// Hashes of the identifiers of records that are there, and as they were.
  private var kept: Set<Int> = []
  private static let keptLimit = 200_000
  /// What lists name.
  var listed = ListedAddresses()
  /// Whether there are records from the runs before.
  private var hasRecords = false
  /// By the hash of the address of a page that a list names: that of its record's identifier, as it was before this run.
  private var holders: [Int: Int] = [:]
  /// By the hash of its name: a page that is as it was, and whose words others wait for; whether it was asked for since.
  private var owners: [Int: Bool] = [:]

  /// Records whose page says that it was taken away for good, by their identifiers. Whether another page still speaks
  /// for them is known at the end.
  private(set) var buried: [String: RecordBytes] = [:]

  /// By what a page that came is known.
  enum Settled {
    case known(Known)
    /// It would go by the name of a page that a list names: it is asked for again behind that one, which is to be asked for
    /// besides where it is given.
    case behind(owner: String?)
    /// It says what another page of the list says, and calls that one's address its own: of its own record it says
    /// nothing.
    case another
    /// It would be the first in this name, which no list names, and of whose record nothing was heard: what that says is to
    /// be asked of the store.
    case first(in: String)
  }

  struct Known {
    var identifier: String
    /// Whether the name that it would have is another's.
    var isDistrusted = false
    /// Whether another page with other facts was heard in its name: what it says itself is heard in the next run.
    var isLate = false
    /// Another page, which came in this one's name and is to be asked again.
    var again: SiteHarvest.PageRequest?
  }

  /// The addresses by which a page may be known, as they are compared.
  private struct Names {
    /// Where it stands.
    var place: String
    /// What it calls its own.
    var own: String
    /// The name of its record.
    var known: String?
    /// The same, where that was read from this very address: what was known of another is a wish, as a canonical one is.
    var had: String?

    init(_ page: SiteHarvest.PageRequest, at place: PageAddress, canonical: String?) {
      self.place = place.normal
      own = PageAddress.identity(of: place, canonical: canonical).normal
      known = page.known?.identifier.flatMap { PageAddress($0)?.normal }
      had = page.isKnownElsewhere ? nil : known
    }
  }

  /// The identifier of a page that came.
  ///
  /// - Parameters:
  ///   - place: Where it stands.
  ///   - canonical: The address that it calls its own.
  ///   - isLast: Whether all pages were asked for that had to come before.
  ///   - mayWait: Whether the run can still ask for it again, and for another: else it is known by where it stands.
  mutating func settle(
    _ page: SiteHarvest.PageRequest, at place: PageAddress, canonical: String?, _ said: SaidByPage,
    isLast: Bool, mayWait: Bool
  ) -> Settled {
    let names = Names(page, at: place, canonical: canonical)
    if let mixedUp = mixedUp(page, names, place, said, isLast: isLast, mayWait: mayWait) { return mixedUp }
    let facts = said.facts
    var wish = wish(page, names, said)
    if names.known == nil, wish != names.place, isUnheard(wish, at: place) {
      guard let record = page.record else { return .first(in: wish) }
      if record.said?.facts.isSame(as: facts) == false { wish = names.place }
    }
    let isOwner = wish == names.place || wish == Self.name(page.entry.address)
    var name = wish
    var result = Known(identifier: wish)
    let other = claims[wish.hashValue].flatMap {
      $0.alias.page?.entry.address == page.entry.address ? nil : $0
    }
    let isContrary =
      other.map { !agree($0, facts, as: wish) || ($0.elsewhere != nil && wish == names.place) } ?? false
    if let other, isContrary {
      // Whose address it is, or who has had the name before, keeps it.
      if isOwner || (wish == names.had && other.isNew) {
        result.again = other.alias.page
        result.isLate = other.elsewhere == nil
      } else {
        name = names.place
      }
    } else if claims[wish.hashValue] == nil, !isOwner {
      let known = wish == names.known ? page.known?.identifier : nil
      if let waits = waits(for: wish, as: known, mayWait: mayWait, isLast: isLast) { return waits }
      let isOthers = kept.contains(wish.hashValue) || (listed.contains(wish) && !page.isKnownElsewhere)
      if wish != names.had, isOthers { name = names.place }
    }
    claim(name, names, page, facts, replacing: name == names.place || isContrary)
    // As it was written before: addresses in a store are older than the way in which they are told apart.
    result.identifier = name == names.known ? page.known?.identifier ?? name : name
    result.isDistrusted = page.isDistrusted || name != wish
    return .known(result)
  }

  /// The name that a page would have if no other came in it.
  private func wish(_ page: SiteHarvest.PageRequest, _ names: Names, _ said: SaidByPage) -> String {
    if page.isDistrusted { return names.place }
    let standing = claims[names.own.hashValue]
    guard let known = names.known else {
      // A page that has moved here keeps its name, and is this one.
      return standing.flatMap { $0.facts.agree(said.facts) ? $0.elsewhere : nil } ?? names.own
    }
    if page.isKnownElsewhere {
      // With a `/` behind it, another page may stand there.
      let isAnother = !page.isAtSamePath && page.said?.facts.isSame(as: said.facts) == false
      return isAnother ? names.own : known
    }
    if known == names.own || known == names.place { return known }
    // A record keeps its name when its page moves, unless another page has the new one.
    let isFree = standing == nil ? !kept.contains(names.own.hashValue) : standing?.elsewhere == known
    return isFree ? known : names.own
  }

  /// Whether a name is that of an address that no list names and under which nothing was heard.
  private func isUnheard(_ name: String, at place: PageAddress) -> Bool {
    hasRecords && claims[name.hashValue] == nil && !kept.contains(name.hashValue) && !listed.contains(name)
      && PageAddress(name)?.isSame(as: place) == false
  }

  /// Whether what came in a name before says the same. A name that is no listed page's is nobody's word: there all has to
  /// be the same.
  private func agree(_ claim: Claim, _ facts: ComparedFacts, as name: String) -> Bool {
    listed.contains(name) || claim.elsewhere != nil ? claim.facts.agree(facts) : claim.facts == facts
  }

  /// Writes down what a page says in its name, and in that of the place to which it has moved or will move: the page that
  /// a list names there is this one.
  private mutating func claim(
    _ name: String, _ names: Names, _ page: SiteHarvest.PageRequest, _ facts: ComparedFacts,
    replacing: Bool
  ) {
    let isAtHome = name == names.place
    if claims[name.hashValue] == nil || replacing {
      claims[name.hashValue] = Claim(
        facts: facts, alias: isAtHome ? .none : .page(page), isNew: !isAtHome && name != names.had)
    }
    let stand = isAtHome ? names.own : names.place
    let isMoved = isAtHome ? willMove(names) : name != names.own
    if name == names.known, isMoved, claims[stand.hashValue] == nil {
      claims[stand.hashValue] = Claim(facts: facts, alias: .page(page), isNew: true, elsewhere: name)
    }
  }

  /// Whether in a record's place came another page of the list, as caches mix them up; for the word of that one it waits.
  private mutating func mixedUp(
    _ page: SiteHarvest.PageRequest, _ names: Names, _ place: PageAddress, _ said: SaidByPage, isLast: Bool,
    mayWait: Bool
  ) -> Settled? {
    guard !page.isDistrusted, names.had.flatMap(PageAddress.init)?.isSame(as: place) == true,
      page.said?.facts.isSame(as: said.facts) == false, let owner = owner(of: names)
    else { return nil }
    guard let claim = claims[names.own.hashValue] ?? claims[owner.hashValue] else {
      return waits(for: owner, called: names.own, mayWait: mayWait, isLast: isLast)
    }
    return claim.facts == said.facts ? .another : nil
  }

  /// The other page, as a list names it, whose address a page calls its own.
  private func owner(of names: Names) -> String? {
    guard names.own != names.place, let own = PageAddress(names.own), let place = PageAddress(names.place),
      !own.isSame(as: place)
    else { return nil }
    return ([own.text] + own.siblings).lazy.compactMap { PageAddress($0)?.normal }.first(
      where: listed.contains)
  }

  /// Whether a page calls an address its own to which it can have moved: a listed one of its name of which no record is
  /// known to be there.
  private func willMove(_ names: Names) -> Bool {
    names.own != names.place && listed.contains(names.own) && !kept.contains(names.own.hashValue)
      && ListedAddresses.areTwins(names.own, names.place)
  }

  /// A page that a list names had a record before this run.
  mutating func hold(_ identifier: String, at address: String) {
    hasRecords = true
    if holders.count < Self.keptLimit {
      holders[Self.name(address).hashValue] = Self.name(identifier).hashValue
    }
  }

  /// Whether the record of the page at an address is that one; nil where it has none, or was not looked up yet.
  func isHeld(_ address: String, by identifier: String) -> Bool? {
    holders[Self.name(address).hashValue].map { $0 == Self.name(identifier).hashValue }
  }

  /// Whether the page of another record than that has moved to an address.
  func isStand(_ place: String, ofAnotherThan identifier: String) -> Bool {
    claims[place.hashValue]?.elsewhere.map { $0 != Self.name(identifier) } ?? false
  }

  // MARK: Pages that come behind others

  /// Whether a page has to wait for the one at `name`, which a list names; `known` is that one as the store has it, and
  /// `called` as its record may be called besides.
  private mutating func waits(
    for name: String, called: String? = nil, as known: String? = nil, mayWait: Bool, isLast: Bool
  ) -> Settled? {
    guard mayWait, listed.contains(name) || owners[name.hashValue] == false else { return nil }
    let isKept = kept.contains(name.hashValue) || called.map { kept.contains($0.hashValue) } ?? false
    switch owners[name.hashValue] {
    case nil where isKept:
      owners[name.hashValue] = false
      return .behind(owner: known ?? name)
    case false?: return .behind(owner: nil)
    default: return isLast || isKept ? nil : .behind(owner: nil)
    }
  }

  /// Whether a page is known as the record of another that a list names: that one speaks first.
  func isSecond(_ page: SiteHarvest.PageRequest) -> Bool {
    guard let name = page.known?.identifier.map(Self.name) else { return false }
    return name != Self.name(page.entry.address) && listed.contains(name)
  }

  /// Whether others wait for what the page at `address` says, and it was not asked for since. To be told only once.
  mutating func mustSpeak(_ address: String) -> Bool {
    let name = Self.name(address).hashValue
    guard owners[name] == false else { return false }
    owners[name] = true
    return claims[name] == nil
  }

  /// Whether another page than that at `address` has come in the name of a record that is not its.
  func isTaken(_ identifier: String, besides address: String) -> Bool {
    guard let claim = claims[Self.name(identifier).hashValue], claim.isNew else { return false }
    return claim.alias.page?.entry.address != address
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
