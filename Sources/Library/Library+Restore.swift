import Glibc
import Storage

/// What is in a store, for people.
public struct StoreSummary: Sendable {
  public var catalogues: [(name: String, live: Int, withdrawn: Int)] = []
  public var records = 0
  /// When the last run that is known of ended, in seconds since 1970.
  public var lastRun: Int64?
  /// The change log's last number.
  public var lastChange: Int64 = 0
  /// Runs that go on when the daemon starts.
  public var openRuns = 0
}

extension Library {
  /// Puts a backup, or a store's file with its log, where there is no store yet. It has its name only once all of it was
  /// checked and is on the disk.
  ///
  /// - Parameters:
  ///   - path: What is to be restored; it is only read.
  ///   - store: Where the daemon will look for its store.
  public static func restore(
    from path: String, to store: String, _ goesOn: (CheckProgress) -> Bool = { _ in true }
  )
    throws(LibraryError) -> StoreSummary
  {
    let file = try StoreFile(path)
    try file.check()
    return try intoEmpty(store) { (partial) throws(LibraryError) in
      _ = goesOn(CheckProgress(stage: "copying", done: 0, total: 0))
      try file.copy(to: partial)
      try Self.store { () throws(StorageError) in try Connection(checking: partial).migrate(called: path) }
      let problems = try check(partial, called: path, goesOn)
      guard let first = problems.first else { return try summary(of: partial) }
      throw .refused(
        "\(path) is damaged (\(first.what)\(problems.count > 1 ? "; \(problems.count) faults in all" : "")): nothing was "
          + "restored; take another backup, or save what reads with catalogued --salvage \(path)")
    }
  }

  /// Saves what reads of a damaged store into a new one, where there is no store yet.
  ///
  /// - Parameters:
  ///   - path: The damaged file; it, and its log beside it, are only read.
  ///   - now: Seconds since 1970.
  public static func salvage(from path: String, to store: String, now: Int64) throws(LibraryError)
    -> (saved: SalvageResult, store: StoreSummary)
  {
    let file = try StoreFile(path, isDamaged: true)
    let isUnmarked = try file.checkForSalvage()
    return try intoEmpty(store) { (partial) throws(LibraryError) in
      let damaged = partial + ".damaged"
      defer { StoreFile.remove(damaged) }
      try file.copy(to: damaged)
      if file.log == nil { StoreFile.forgetPageCount(of: damaged) } else { Connection.takeLog(of: damaged) }
      file.mendHeader(of: damaged)
      let source = try? Connection(checking: damaged)
      if isUnmarked, source?.isOfAnotherProgram == true {
        throw .refused("\(path) is a database of another program")
      }
      let saved = try Self.store { () throws(StorageError) in
        let digest = Digest()
        let target = try Store(path: partial)
        defer { target.release() }
        let salvage = Salvage(from: source, into: try target.openWriter()) { digest.hash($0, context: $1) }
        try salvage.run(damaged, now: now)
        return salvage.result
      }
      unlink(partial + ".lock")
      guard saved.catalogues > 0 else {
        throw .refused(
          "\(path): nothing of a store of ours can be read in it, not even the name of a catalogue; restore a backup with "
            + "catalogued --restore")
      }
      // It must be as sound as any other store; records that were not are left out.
      let problems = try check(partial, called: partial) { _ in true }
      guard problems.isEmpty else {
        throw .refused(
          "what could be saved of \(path) is no sound store (\(problems[0].what)); nothing was written")
      }
      return (saved, try summary(of: partial))
    }
  }

  /// Makes a store under another name, and gives it its own once it is on the disk. Refused where there is one.
  private static func intoEmpty<T>(_ store: String, _ make: (String) throws(LibraryError) -> T)
    throws(LibraryError) -> T
  {
    let owner = try Self.store { () throws(StorageError) in try Store(path: store) }
    defer { owner.release() }
    for name in [store, store + "-wal"] where access(name, F_OK) == 0 {
      throw .refused(
        "there is a store already (\(name)): stop the daemon and move it away, or name another --state")
    }
    let partial = store + ".restoring"
    StoreFile.remove(partial)
    defer { StoreFile.remove(partial) }
    let result = try make(partial)
    let file = open(partial, O_RDONLY | O_CLOEXEC)
    guard file >= 0, fsync(file) == 0 else { throw StoreFile.failure("writing \(partial)") }
    close(file)
    let folder = String(store[..<(store.lastIndex(of: "/") ?? store.startIndex)])
    // Root may do this for a daemon that is another user: the folder says whose.
    var facts = stat()
    if geteuid() == 0, stat(folder, &facts) == 0 {
      for name in [partial, store + ".lock"] { chown(name, facts.st_uid, facts.st_gid) }
    }
    guard Glibc.rename(partial, store) == 0 else { throw StoreFile.failure("renaming \(partial)") }
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    fsync(directory)
    close(directory)
    return result
  }

  private static func summary(of path: String) throws(LibraryError) -> StoreSummary {
    try Self.store { () throws(StorageError) in
      let connection = try Connection(checking: path)
      var summary = StoreSummary()
      for row in try connection.catalogues() {
        summary.catalogues.append((row.name, row.live, row.withdrawn))
        summary.records += row.live + row.withdrawn
        if try connection.openRun(catalogue: row.number) != nil { summary.openRuns += 1 }
      }
      summary.lastRun = try connection.lastRunEnd()
      summary.lastChange = try connection.lastChange()
      return summary
    }
  }
}
