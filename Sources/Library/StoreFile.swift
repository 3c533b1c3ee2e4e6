import Glibc
import Storage

/// A file that may be a store's, looked at without SQLite, which would write beside it.
struct StoreFile {
  let path: String
  let size: Int64
  private let head: [UInt8]

  /// - Parameter isDamaged: It need not even begin as it should.
  init(_ path: String, isDamaged: Bool = false) throws(LibraryError) {
    self.path = path
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Self.failure("opening \(path)") }
    defer { close(file) }
    var facts = stat()
    guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw .refused("\(path) is no file; name the file that cataloguectl backup wrote")
    }
    size = Int64(facts.st_size)
    var head = [UInt8](repeating: 0, count: 100)
    guard pread(file, &head, 100, 0) == 100, isDamaged || head.starts(with: Self.mark) else {
      throw .refused("\(path) is no store, nor a backup of one: it does not begin as an SQLite file does")
    }
    self.head = head
  }

  private static let mark = Array("SQLite format 3\0".utf8)

  /// The log that a store leaves which was not closed.
  var log: String? {
    var facts = stat()
    let log = path + "-wal"
    return stat(log, &facts) == 0 && facts.st_size > 0 ? log : nil
  }

  /// Refuses what cannot be one of ours, or whole (SQLite's file format, 1.3).
  func check() throws(LibraryError) {
    guard number(68) == UInt32(Store.applicationID) else {
      throw .refused("\(path) is a database of another program")
    }
    guard number(60) <= UInt32(Store.schemaVersion) else {
      throw .refused(
        "\(path) was written by a newer release (schema \(number(60)), this one knows \(Store.schemaVersion)); "
          + "install that release")
    }
    let page = Int64(head[16]) << 8 | Int64(head[17])
    let pages = Int64(number(28))
    if log == nil, number(24) == number(92), pages * (page == 1 ? 65536 : page) > size {
      throw .refused(
        "\(path) is cut off: \(size) bytes are there of \(pages * page); catalogued --salvage saves what reads"
      )
    }
  }

  /// Whether the header has the values that every file has (SQLite's file format, 1.3), and so can be believed.
  private var hasSoundHeader: Bool {
    let page = Int(head[16]) << 8 | Int(head[17])
    return head.starts(with: Self.mark) && (page == 1 || page >= 512 && page & (page - 1) == 0)
      && Array(head[21...23]) == [64, 32, 32] && (1...4).contains(number(44)) && (1...3).contains(number(56))
      && head[72..<92].allSatisfy { $0 == 0 }
  }

  /// Refuses to save what is sound enough to say that it is another program's or a newer release's; says whether it does
  /// not say whose it is.
  func checkForSalvage() throws(LibraryError) -> Bool {
    let isOurs = number(68) == UInt32(Store.applicationID)
    if hasSoundHeader, isOurs, number(60) > UInt32(Store.schemaVersion) { try check() }
    return !isOurs
  }

  /// Gives a copy the header of a store of ours where its own cannot be believed.
  func mendHeader(of copy: String) {
    guard !hasSoundHeader else { return }
    var head = head
    head.replaceSubrange(0..<16, with: Self.mark)
    // Page size, as a log may have written it, no reserved bytes, fractions; format 4 and UTF-8; our mark.
    head.replaceSubrange(16..<24, with: [0x20, 0, 1, 1, 0, 64, 32, 32])
    for (offset, value) in [
      (28, 0), (44, 4), (48, 0), (52, 0), (56, 1), (60, UInt32(Store.schemaVersion)), (64, 0),
      (68, UInt32(Store.applicationID)),
    ] {
      withUnsafeBytes(of: value.bigEndian) { head.replaceSubrange(offset..<offset + 4, with: $0) }
    }
    head.replaceSubrange(72..<92, with: repeatElement(0, count: 20))
    let file = open(copy, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    _ = pwrite(file, head, 100, 0)
    close(file)
  }

  private func number(_ offset: Int) -> UInt32 {
    head[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Copies it, and its log, to the disk.
  func copy(to target: String) throws(LibraryError) {
    try Self.copy(path, to: target)
    if let log { try Self.copy(log, to: target + "-wal") }
  }

  private static func copy(_ path: String, to target: String) throws(LibraryError) {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw failure("opening \(path)") }
    defer { close(source) }
    let file = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
    guard file >= 0 else { throw failure("writing \(target)") }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(source, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("reading \(path)") }
      guard count > 0 else { break }
      var written = 0
      while written < count {
        let more = buffer.withUnsafeBytes {
          write(file, $0.baseAddress?.advanced(by: written), count - written)
        }
        if more < 0, errno == EINTR { continue }
        guard more > 0 else { throw failure("writing \(target)") }
        written += more
      }
    }
    guard fsync(file) == 0 else { throw failure("writing \(target)") }
  }

  /// Makes SQLite go by the file's real size, where it is cut off.
  static func forgetPageCount(of path: String) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    var none: UInt32 = 0
    _ = pwrite(file, &none, 4, 28)
    close(file)
  }

  static func remove(_ path: String) {
    for suffix in ["", "-journal", "-wal", "-shm"] { unlink(path + suffix) }
  }

  static func failure(_ doing: String) -> LibraryError {
    .refused("\(doing): \(String(cString: strerror(errno)))")
  }
}
