import Foundation

/// The lock of SQLite's writer (the byte WAL_WRITE_LOCK of the `-shm` file), held as another program's transaction would.
final class StoreLock {
  private var descriptor: Int32

  struct Failure: Error {}

  init(_ store: String) throws {
    descriptor = open(store + "-shm", O_RDWR)
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 120
    lock.l_len = 1
    guard descriptor >= 0, fcntl(descriptor, F_SETLKW, &lock) == 0 else { throw Failure() }
  }

  func release() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  deinit { release() }
}
