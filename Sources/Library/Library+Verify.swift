import Catalogue
import Storage

/// Something that is wrong with a store, and what to do.
public struct StoreProblem: Hashable, Sendable {
  public var what: String
  public var remedy: String

  /// For what is kept only once.
  static func salvage(_ path: String) -> String {
    "Stop the daemon, move \(path) away, and save what reads into a new store with catalogued --salvage; "
      + "or restore a backup with catalogued --restore"
  }

  /// For what can be made anew from the rest.
  static let compact = "cataloguectl compact writes it anew"
}

/// How far a check has come.
public struct CheckProgress: Hashable, Sendable {
  /// What is looked at ("the records").
  public var stage: String
  /// How much of it is done; the unit is the stage's own.
  public var done: Int
  /// 0 where that is not known.
  public var total: Int
}

extension Library {
  /// What is wrong, in words; empty for a sound store.
  public func verify() throws(LibraryError) -> [String] { try verify { _ in true }.map(\.what) }

  /// Checks the whole store: SQLite's pages and keys, the full-text index, every kept body, and what the library shows
  /// against what its records say (rule 10).
  ///
  /// A copy is checked, as of one moment: FTS5's own check would lock the writer out for as long as it takes, and a long
  /// read would keep the log from being taken back. So a check is in nobody's way, at the price of the copy's room.
  ///
  /// - Parameter goesOn: Told how far it is; false gives up.
  public func verify(_ goesOn: (CheckProgress) -> Bool) throws(LibraryError) -> [StoreProblem] {
    let copy = try copy { goesOn(CheckProgress(stage: "copying", done: $0, total: $1)) }
    let problems = try Self.check(copy.path, called: store.path, isEnough: { [self] in isStopping }, goesOn)
    ailments.note(problems, at: now())
    return problems
  }

  /// After so many, the rest is not looked at.
  private static let problemLimit = 1000

  /// Checks a store that nobody else has open.
  static func check(
    _ path: String, called name: String, isEnough: (@Sendable () -> Bool)? = nil,
    _ goesOn: (CheckProgress) -> Bool
  ) throws(LibraryError) -> [StoreProblem] {
    func told(_ stage: String, _ done: Int = 0, _ total: Int = 0) throws(LibraryError) {
      guard goesOn(CheckProgress(stage: stage, done: done, total: total)) else {
        throw .refused("nobody waits for the check any more")
      }
    }
    func lost(_ texts: [String]) -> [StoreProblem] {
      texts.map { StoreProblem(what: $0, remedy: StoreProblem.salvage(name)) }
    }
    func derived(_ texts: [String]) -> [StoreProblem] {
      texts.map { StoreProblem(what: $0, remedy: StoreProblem.compact) }
    }
    do throws(LibraryError) {
      let connection = try Library.store { () throws(StorageError) in try Connection(checking: path) }
      connection.breakOff(when: isEnough)
      try told("pages and keys")
      var problems = lost(try Library.store { () throws(StorageError) in try connection.pageProblems() })
      // Nothing can be said of rows whose pages are damaged.
      guard problems.isEmpty else { return problems }
      try told("counts and what is shown")
      problems += try Library.store { () throws(StorageError) in
        derived(try connection.countProblems())
          + lost(try connection.viewProblems() + connection.strayProblems())
      }
      try told("the full-text index")
      problems += derived(try Library.store { () throws(StorageError) in try connection.indexProblems() })
      let digest = Digest()
      let total = try Library.store { () throws(StorageError) in try connection.recordCount() }
      var after: Int64 = 0
      var (identifiers, likenesses) = (0, 0)
      while problems.count < problemLimit {
        let last = after
        let check = try Library.store { () throws(StorageError) in
          try connection.checkRecords(after: last, limit: 200) { digest.hash($0, context: $1) }
        }
        problems += lost(check.problems)
        identifiers += check.identifiers
        likenesses += check.likenesses
        guard let end = check.last else { break }
        after = end
        try told("the records", Int(end), total)
      }
      let rows = try Library.store { () throws(StorageError) in try connection.keyCounts() }
      let stray = rows.identifiers - identifiers + rows.likenesses - likenesses
      if problems.isEmpty, stray != 0 {
        problems += lost(["\(stray) identifiers or likenesses lead to records that do not state them"])
      }
      if problems.isEmpty { problems += derived(try viewProblems(connection, total, told)) }
      return problems
    } catch {
      // What cannot even be asked is damaged, too.
      guard case .store(let failure) = error, failure.kind == .damaged else { throw error }
      return lost([failure.message])
    }
  }

  /// What is shown otherwise than it would be if it were computed afresh (P6). Nothing where that is still to be mended.
  private static func viewProblems(
    _ connection: Connection, _ total: Int, _ told: (String, Int, Int) throws(LibraryError) -> Void
  ) throws(LibraryError) -> [String] {
    var problems: [String] = []
    var after: Int64 = 0
    while problems.count < problemLimit {
      let last = after
      let (found, end) = try Library.store { () throws(StorageError) -> ([String], Int64?) in
        guard try connection.nextMend() == nil else { return ([], nil) }
        return try ViewCheck(connection).problems(after: last, limit: 500)
      }
      problems += found
      guard let end else { break }
      after = end
      try told("what is shown", Int(end), total)
    }
    return problems
  }
}
