/// Records that must be looked at together: every one that is reachable through shared identifiers, likeness or persons'
/// decisions, as they are now and as they were.
public struct Cluster: Hashable, Sendable {
  /// In ascending order. Purged ones, and ones that never were live, may be among them: they have no part in the view.
  public var records: [RecordNumber]
  /// Keys of these records that mean nothing among all that bear them, inside the cluster and outside.
  public var silent: Set<LinkKey>

  public init(records: [RecordNumber], silent: Set<LinkKey> = []) {
    self.records = records
    self.silent = silent
  }
}

/// What of a record has changed, as far as links depend on it.
public struct LinkChange: Hashable, Sendable {
  /// What a record bears at one time; nil in `LinkChange` where it never was live, or was purged.
  public struct State: Hashable, Sendable {
    public var catalogue: String
    public var isLive: Bool
    public var keys: [LinkKey]

    public init(catalogue: String, isLive: Bool, keys: [LinkKey]) {
      self.catalogue = catalogue
      self.isLive = isLive
      self.keys = keys
    }
  }

  public var record: RecordNumber
  public var before: State?
  public var now: State?

  public init(record: RecordNumber, before: State?, now: State?) {
    self.record = record
    self.before = before
    self.now = now
  }
}

/// Finds the clusters that have to be computed anew after records, decisions or the configuration changed (P6).
///
/// The walk follows a key only where it speaks, or spoke before the change: a series' DOI on a thousand working papers
/// joins nothing, so it reaches nothing. That is enough: a key that is silent before and after has no part in either view.
public struct ClusterSearch {
  private var changes: [RecordNumber: LinkChange] = [:]
  /// Who bore a key before, among the changed.
  private var bearersBefore: [LinkKey: [LinkKey.Bearer]] = [:]
  private var seeds: [RecordNumber] = []
  private var next = 0
  private var found: Set<RecordNumber> = []
  /// Keys that were silent before and are: they need not be asked for again.
  private var mute: Set<LinkKey> = []

  /// - Parameters:
  ///   - changes: Records whose content, state or keys changed.
  ///   - touched: Records that decisions name (`Decision.touched`), or whose catalogue has other terms.
  public init(changes: [LinkChange], touched: [RecordNumber] = []) {
    for change in changes {
      self.changes[change.record] = change
      guard let before = change.before else { continue }
      for key in before.keys {
        bearersBefore[key, default: []].append(
          LinkKey.Bearer(record: change.record, catalogue: before.catalogue, isLive: before.isLive))
      }
    }
    seeds = Set(changes.map(\.record) + touched).sorted()
  }

  /// The next cluster; nil when all are found. The store forgets the reports and suggestions that it kept of the
  /// cluster's records, and keeps those of `View` instead. Clusters may touch what was one report before: forget all of
  /// them first, where several are found.
  ///
  /// - Parameters:
  ///   - keys: The keys of a record now, none of one that is not shown.
  ///   - bearers: The records that bear a key now, as the store has written them down already; any of them, up to the
  ///     number that is asked for.
  ///   - together: The records that any decision touches together with a record (`Decision.touched`): merges and
  ///     keep-aparts, but also what settled `two-edits`, for by an undo of one edit the other may stand again, wherever
  ///     it is by then.
  public mutating func next<Failure: Error>(
    keys: (RecordNumber) throws(Failure) -> [LinkKey],
    bearers: (LinkKey, _ limit: Int) throws(Failure) -> [LinkKey.Bearer],
    together: (RecordNumber) throws(Failure) -> [RecordNumber]
  ) throws(Failure) -> Cluster? {
    while next < seeds.count, found.contains(seeds[next]) { next += 1 }
    guard next < seeds.count else { return nil }
    var cluster: Set<RecordNumber> = [seeds[next]]
    var waiting = [seeds[next]]
    var silent: Set<LinkKey> = []
    var followed: Set<LinkKey> = []
    while let record = waiting.popLast() {
      var near = try together(record)
      var borne = try keys(record)
      if let before = changes[record]?.before { borne += before.keys }
      for key in borne where followed.insert(key).inserted {
        guard !mute.contains(key) else {
          silent.insert(key)
          continue
        }
        // With so many even those that did not change are too many.
        let now = try bearers(key, LinkKey.limit + changes.count + 1)
        // Who changed bears a key now, or bore it before: together they are all that bore it.
        let changed = bearersBefore.isEmpty ? [] : bearersBefore[key] ?? []
        let speaks = key.speaks(among: now)
        if !speaks, now.count > 1 { silent.insert(key) }
        if speaks || key.speaks(among: now.filter { changes[$0.record] == nil } + changed) {
          for bearer in now { near.append(bearer.record) }
          for bearer in changed { near.append(bearer.record) }
        } else if now.count > 1 {
          mute.insert(key)
        }
      }
      for number in near where cluster.insert(number).inserted { waiting.append(number) }
    }
    found.formUnion(cluster)
    return Cluster(records: cluster.sorted(), silent: silent)
  }
}
