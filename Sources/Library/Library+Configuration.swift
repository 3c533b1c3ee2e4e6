import Catalogue
import Reconciliation
import Storage

/// A catalogue as a configuration file names it.
public struct ConfiguredCatalogue: Sendable {
  public var name: String
  public var title: String
  /// Lower comes first where catalogues differ.
  public var priority: Int
  /// What is asked for and where, as `Sync` writes it; nil: nothing is recognised by it.
  public var source: String?
  /// What shows where its upstream changes what a person edited; of fields that are not named a person is asked.
  public var policies: [Field: EditPolicy]

  public init(
    _ name: String, title: String, priority: Int = 100, source: String? = nil,
    policies: [Field: EditPolicy] = [:]
  ) {
    self.name = name
    self.title = title
    self.priority = priority
    self.source = source
    self.policies = policies
  }
}

/// What the store knows of the catalogues that are configured.
public struct KnownCatalogues: Sendable {
  /// Each one's number, by name.
  public var numbers: [String: Int64] = [:]
  /// New names whose address is that of catalogues that have records and no file any more: a person must say whether
  /// they are the same. They have no number yet.
  public var undecided: [String: [String]] = [:]
}

extension Library {
  /// Makes the catalogues of the configuration known, and notes which ones are no longer named by it: they keep their
  /// records.
  ///
  /// - Parameter faulty: Names whose files are there and cannot be understood: they are as configured as before.
  public func configure(_ catalogues: [ConfiguredCatalogue], faulty: Set<String> = []) throws(LibraryError)
    -> KnownCatalogues
  {
    try writer.perform { (room) throws(LibraryError) in
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          try Self.configure(catalogues, faulty: faulty, room.connection)
        }
      }
    }
  }

  private static func configure(
    _ catalogues: [ConfiguredCatalogue], faulty: Set<String>, _ connection: Connection
  ) throws(StorageError) -> KnownCatalogues {
    var known = KnownCatalogues()
    let names = Set(catalogues.map(\.name)).union(faulty)
    let rows = try connection.catalogues()
    for row in rows where row.isConfigured && !names.contains(row.name) {
      try connection.unconfigure(row.number)
    }
    var vanished: [String: [String]] = [:]
    for row in rows where !names.contains(row.name) && row.forgotten == .no && row.live + row.withdrawn > 0 {
      if let source = row.source { vanished[source, default: []].append(row.name) }
    }
    let old = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })
    for catalogue in catalogues {
      let row = old[catalogue.name]
      if row?.forgotten == .purging {
        known.undecided[catalogue.name] = []
        continue
      }
      // So is a name that was known before and comes back with nothing, or with the address of another.
      let isNew = row.map { row in
        !row.isConfigured
          && (row.live + row.withdrawn == 0 || row.source != nil && row.source != catalogue.source)
      }
      if isNew ?? true, let source = catalogue.source, let like = vanished[source] {
        known.undecided[catalogue.name] = like
        continue
      }
      // Most are as they were: nothing is written for them.
      if let row, row.isConfigured, row.forgotten == .no, row.title == catalogue.title,
        row.priority == catalogue.priority, row.source == catalogue.source,
        row.policies == catalogue.policies
      {
        known.numbers[row.name] = row.number
        continue
      }
      try connection.configure(catalogue)
      // What it shows beside others follows in the background.
      if let row, row.priority != catalogue.priority || row.policies != catalogue.policies {
        try connection.leaveMend(catalogue: row.number)
      }
      known.numbers[catalogue.name] = try connection.catalogue(named: catalogue.name)?.number
    }
    return known
  }

  /// A person says that a new name is another catalogue than the one that vanished from the same address: it begins with
  /// nothing, and the old one keeps its records. On the disk before it is answered.
  public func separate(_ catalogue: ConfiguredCatalogue) throws(LibraryError) {
    try writer.perform { (room) throws(LibraryError) in
      let row = try Library.store { () throws(StorageError) in
        try room.connection.catalogue(named: catalogue.name)
      }
      guard row?.forgotten != .purging else { throw .refused("“\(catalogue.name)” is being purged") }
      try room.durably { () throws(StorageError) in
        try room.connection.configure(catalogue)
      }
    }
  }

  /// A person says that a catalogue that has no file any more goes by another name now: its records go with it. On the
  /// disk before it is answered.
  public func rename(_ old: String, to new: String) throws(LibraryError) {
    let now = now()
    try writer.perform { (room) throws(LibraryError) in
      let rows = try Library.store { () throws(StorageError) in
        (try room.connection.catalogue(named: old), try room.connection.catalogue(named: new))
      }
      guard let row = rows.0 else { throw .notFound("there is no catalogue “\(old)”") }
      guard !row.isConfigured else {
        throw .refused(Library.isConfigured(old))
      }
      guard old != new else { throw .refused("that is its name already") }
      guard row.forgotten != .purging else { throw .refused("“\(old)” is being purged") }
      if let other = rows.1 {
        guard other.forgotten != .purging else { throw .refused("“\(new)” is being purged") }
        let isBlank = try Library.store { () throws(StorageError) in try room.connection.isBlank(other) }
        guard isBlank else {
          throw .refused(
            "“\(new)” has \(counted(other.live + other.withdrawn, "record")) of its own, and two catalogues are not "
              + "made one; “\(old)” keeps its records until you forget it")
        }
      }
      try room.durably { () throws(StorageError) in
        // Numbers are never given out twice: a row that has nothing goes on under the old name, and is not listed.
        if let other = rows.1 {
          if let open = try room.connection.openRun(catalogue: other.number) {
            try room.end(open, .abandoned, "the catalogue took over the records of another", at: now)
          }
          try room.connection.rename(other.number, to: "\u{1f}")
          try room.connection.rename(row.number, to: new)
          try room.connection.rename(other.number, to: old)
          try room.connection.unconfigure(other.number)
          try room.connection.noteForgotten(other.number, .kept)
        } else {
          try room.connection.rename(row.number, to: new)
        }
        try room.connection.noteForgotten(row.number, .no)
        // Of catalogues with the same priority, the names decide.
        try room.connection.leaveMend(catalogue: row.number)
      }
    }
  }

  /// Why a name that is configured is not given to another.
  public static func isConfigured(_ name: String) -> String {
    "“\(name)” is configured: give its file the new name first, and reload"
  }

  /// The failures in a row with which a catalogue's runs end, if the last one failed: since when (seconds since 1970),
  /// how many, and how the last one ended.
  public func failures(catalogue: Int64) throws(LibraryError) -> (since: Int64, times: Int, message: String)?
  {
    var found: (since: Int64, times: Int, message: String)?
    var before: Int64?
    repeat {
      let page = try runs(catalogue: catalogue, before: before, limit: before == nil ? 1 : 100)
      for run in page.items {
        switch run.state {
        case .open, .abandoned: continue
        case .brokenOff:
          found = (run.ended ?? run.begun, (found?.times ?? 0) + 1, found?.message ?? run.message)
        default: return found
        }
      }
      before = page.next
    } while before != nil && (found?.times ?? 0) < 1000
    return found
  }
}

extension Connection {
  fileprivate func configure(_ catalogue: ConfiguredCatalogue) throws(StorageError) {
    try configure(
      catalogue.name, title: catalogue.title, priority: catalogue.priority, source: catalogue.source,
      policies: catalogue.policies)
  }
}
