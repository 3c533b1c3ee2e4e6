import CSQLite
import Glibc
import Synchronization
import Threads

/// The store: one SQLite file in WAL mode, with one writing connection and a pool of reading ones.
public final class Store: Sendable {
  public let path: String
  /// Whether the store was not closed, and the log that it must have left is gone: what was committed last is lost.
  public let hasLostLog: Bool
  /// How `file` and SQLite's tools tell our stores from other databases.
  public static var applicationID: Int64 { Migrator.applicationID }
  /// In bytes. 8 KB pages are 15 % faster for records of this size.
  static let pageSize = 8192
  /// The newest schema that this release knows.
  public static var schemaVersion: Int { Schema.steps.count }
  private let readers = Monitor(Readers())
  /// Holds the lock that keeps a second daemon away.
  private let lock: Mutex<Int32?>

  /// The reading connections. One is used by one thread at a time: it is either in this list, under the monitor's lock, or
  /// lent to one `read`.
  private struct Readers: @unchecked Sendable {
    var idle: [Connection] = []
    var lent = 0
    var isClosed = false
    /// Whether reading is to wait.
    var isPaused = false
  }

  /// Takes the store at `path` for this process, whether or not there is a file yet: `openWriter` opens it, or makes it.
  /// Throws `.inUse` where another process has it.
  public init(path: String) throws(StorageError) {
    self.path = path
    lock = Mutex(try Self.lock(path))
    // SQLite makes both, and removes both when the last connection closes.
    hasLostLog = access(path + "-shm", F_OK) == 0 && access(path + "-wal", F_OK) != 0
  }

  deinit { release() }

  /// Lets another process, or another `Store`, open the file. The writing connection must be closed by then.
  public func release() {
    let descriptor = lock.withLock { held in
      defer { held = nil }
      return held
    }
    if let descriptor { close(descriptor) }
  }

  /// Closes the idle reading connections; who reads next opens one.
  public func closeIdleReaders() {
    let closed = readers.withLock { readers in
      defer { readers.idle = [] }
      return Readers(idle: readers.idle)
    }
    _ = consume closed
  }

  /// Closes the idle reading connections, and from now on those that come back.
  public func closeReaders() {
    let closed = readers.withLock { readers in
      readers.isClosed = true
      defer { readers.idle = [] }
      return Readers(idle: readers.idle)
    }
    _ = consume closed
  }

  /// Makes the writing connection and brings the schema up to date. To be called once, by the thread that keeps it.
  public func openWriter() throws(StorageError) -> Connection { try openWriter(logPages: Self.logPages) }

  /// - Parameter logPages: The log is taken into the file whenever it has grown by so many pages.
  func openWriter(logPages: Int) throws(StorageError) -> Connection {
    // Its records may come from behind passwords, and rejects hold what was sent byte for byte: the daemon's user writes
    // it, the state directory's group may read it, nobody else. SQLite gives the log the same rights.
    try Self.keepFromOthers(path)
    let connection = try Connection(path: path, access: .writing)
    // The page size before the first table is made. Deleted content need not be overwritten. A small cache is as fast as a large one, since each page of the WAL is written once. A checkpoint waits for the
    // disk, so they are rare during a harvest (`keepLogShort`); upkeep truncates the log.
    try connection.execute(
      """
      PRAGMA page_size = \(Self.pageSize); PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = 0;
      PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -8192;
      PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON
      """, doing: "opening the store \(path)")
    try Migrator.migrate(connection, path: path)
    keepLogShort(connection, pages: logPages)
    return connection
  }

  /// Lends a reading connection to the calling thread. Each statement sees the newest commit.
  public func read<T, E: Error>(wrap: (StorageError) -> E, _ body: (Connection) throws(E) -> T) throws(E) -> T
  {
    let idle = readers.wait { readers -> Readers? in
      guard !readers.isPaused else { return nil }
      readers.lent += 1
      return Readers(idle: readers.idle.popLast().map { [$0] } ?? [])
    }
    var lent = Readers()
    defer {
      let back = lent
      readers.withLock {
        $0.lent -= 1
        if $0.idle.count < 4, !$0.isClosed { $0.idle += back.idle }
      }
    }
    let connection: Connection
    if let idle = idle.idle.first {
      connection = idle
    } else {
      do throws(StorageError) {
        connection = try Connection(path: path, access: .reading)
        try connection.execute(
          "PRAGMA cache_size = -1024; PRAGMA temp_store = MEMORY; PRAGMA query_only = 1",
          doing: "opening the store \(path)")
      } catch { throw wrap(error) }
    }
    lent.idle = [connection]
    return try body(connection)
  }

  /// Runs `body` while nobody reads, and lets the readers wait for it; false, and without it, where somebody reads on.
  ///
  /// - Parameter patience: Seconds that those who read have to end, and that those who come then wait.
  func whileNobodyReads(patience: Double, _ body: () -> Void) -> Bool {
    readers.withLock { $0.isPaused = true }
    defer { readers.withLock { $0.isPaused = false } }
    let isQuiet = readers.wait(until: monotonicSeconds() + patience) { $0.lent == 0 ? true : nil } ?? false
    if isQuiet { body() }
    return isQuiet
  }

  /// Lends a reading connection to the calling thread. Each statement sees the newest commit.
  public func read<T>(_ body: (Connection) throws(StorageError) -> T) throws(StorageError) -> T {
    try read(wrap: { $0 }, body)
  }

  /// The sizes of the store's file and of its log, in bytes.
  public var sizes: (file: Int64, log: Int64) { (Self.size(path), Self.size(path + "-wal")) }

  private static func size(_ path: String) -> Int64 {
    var facts = stat()
    return stat(path, &facts) == 0 ? Int64(facts.st_size) : 0
  }

  /// Makes a file that SQLite is to write, or takes from one that is there what others may do with it.
  static func keepFromOthers(_ path: String, mode: mode_t = 0o640) throws(StorageError) {
    let descriptor = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      throw StorageError(
        .sqlite(SQLITE_CANTOPEN), "opening the store \(path): \(String(cString: strerror(errno)))")
    }
    close(descriptor)
    for name in [path, path + "-wal", path + "-shm"] {
      var facts = stat()
      if stat(name, &facts) == 0, facts.st_mode & 0o777 & ~mode != 0 { chmod(name, facts.st_mode & mode) }
    }
  }

  private static func lock(_ path: String) throws(StorageError) -> Int32 {
    let lockPath = path + ".lock"
    let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw StorageError(
        .sqlite(SQLITE_CANTOPEN),
        "opening the store \(path): its folder cannot be written (\(String(cString: strerror(errno))))")
    }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      var text = [UInt8](repeating: 0, count: 32)
      let count = max(0, pread(descriptor, &text, text.count, 0))
      close(descriptor)
      let owner = String(decoding: text[..<count], as: UTF8.self)
      throw StorageError(
        .inUse, "opening the store \(path): the process \(owner) has it open; stop that one first")
    }
    let text = [UInt8]("\(getpid())".utf8)
    ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
    return descriptor
  }
}
