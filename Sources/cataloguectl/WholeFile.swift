import Glibc

/// The file that a backup or an export becomes. Until all of it is on the disk it bears another name, PATH.partial: PATH
/// is whole, or what it was before. What is not finished is removed again, by a signal, too.
///
/// Only a regular file is ever replaced. A link is followed: what it leads to is replaced, and the link stays.
final class WholeFile {
  /// What it becomes: "backup".
  private let kind: String
  /// Where it will be, behind any links.
  private let path: String
  let partial: String
  let descriptor: Int32
  /// As it was given.
  private let name: String
  private let mayReplace: Bool
  private var isFinished = false

  /// - Parameters:
  ///   - kind: What it becomes: "backup".
  ///   - mayReplace: Whether a file that is there already is meant to go.
  ///   - mode: Who may read it, before the umask: its owner alone, unless said.
  init(_ kind: String, _ name: String, mayReplace: Bool, mode: mode_t = 0o600) throws(Failure) {
    self.kind = kind
    path = try Self.place(of: kind, name, mayReplace: mayReplace, "is there already")
    let partial = path + ".partial"
    self.partial = partial
    self.name = name
    self.mayReplace = mayReplace
    LastAct.prepare()
    try Self.removeLeftover(partial, of: kind)
    descriptor = LastAct.undisturbed {
      let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
      guard descriptor >= 0 else { return descriptor }
      flock(descriptor, LOCK_EX | LOCK_NB)
      LastAct.remove(partial)
      return descriptor
    }
    guard descriptor >= 0 else { throw Self.failed("writing", partial) }
  }

  deinit {
    // Also of one that could not be opened: then the name is another's.
    guard descriptor >= 0 else { return }
    close(descriptor)
    guard !isFinished else { return }
    unlink(partial)
    LastAct.forget()
  }

  /// Appends bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    guard writeAll(bytes, to: descriptor) else { throw Self.failed("writing", partial) }
  }

  func write(_ bytes: [UInt8]) throws(Failure) {
    try bytes.withUnsafeBytes { bytes in
      Result { () throws(Failure) in try write(bytes) }
    }.get()
  }

  /// Gives it its name, once all of it is on the disk.
  func finish() throws(Failure) {
    guard fsync(descriptor) == 0 else { throw Self.failed("writing", partial) }
    // Much may have happened since it was begun.
    let now = try Self.place(of: kind, name, mayReplace: mayReplace, "came into being meanwhile")
    guard now == path else { throw Failure(code: .failed, message: "\(name) leads elsewhere now") }
    guard rename(partial, path) == 0 else { throw Self.failed("renaming", partial) }
    isFinished = true
    LastAct.forget()
    let slash = path.lastIndex(of: "/")
    let folder = open(slash.map { String(path[...$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// Where a file of that name is, or will be; throws where something is that may not be replaced.
  private static func place(of kind: String, _ name: String, mayReplace: Bool, _ how: String) throws(Failure)
    -> String
  {
    func refused(_ why: String) -> Failure { Failure(code: .failed, message: "\(name) \(why)") }
    guard !name.isEmpty else { throw Failure(code: .usage, message: "PATH is empty: name a file") }
    var facts = stat()
    guard stat(name, &facts) == 0 else {
      guard errno == ENOENT else { throw failed("looking at", name) }
      guard lstat(name, &facts) != 0 else { throw refused("is a link that leads nowhere: name its target") }
      return name
    }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw refused("is a folder: name a file in it")
    case S_IFIFO: throw refused("is a fifo, not a file: say - and send standard output there")
    case S_IFSOCK: throw refused("is a socket, not a file")
    default: throw refused("is a device, not a file: no \(kind) goes to one")
    }
    guard mayReplace else { throw refused("\(how); --force replaces it") }
    guard let target = realpath(name, nil) else { throw failed("looking at", name) }
    defer { free(target) }
    return String(cString: target)
  }

  /// Removes what an attempt left that had no time to. One that goes on still holds its file's lock.
  private static func removeLeftover(_ partial: String, of kind: String) throws(Failure) {
    var facts = stat()
    guard lstat(partial, &facts) == 0 else { return }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw Failure(code: .failed, message: "\(partial) is in the way, and no part of the \(kind): remove it")
    }
    let file = open(partial, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    defer { if file >= 0 { close(file) } }
    // Where locks are unknown, nobody holds one.
    if file >= 0, flock(file, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      throw Failure(code: .failed, message: "another \(kind) writes \(partial) now")
    }
    guard unlink(partial) == 0 else { throw failed("removing", partial) }
  }

  private static func failed(_ doing: String, _ path: String) -> Failure {
    Failure(code: .failed, message: "\(doing) \(path): \(String(cString: strerror(errno)))")
  }
}
