import Glibc

/// Writes a catalogue's file: whole or not at all, and never over one that is there.
enum CatalogueFileWriter {
  enum Outcome {
    case written
    /// Whoever asks may not write there; why, in words.
    case notPermitted(String)
  }

  static func write(_ text: String, to path: String) throws(Failure) -> Outcome {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let folder = String(path[..<slash])
    // Hidden files are no catalogues.
    let partial = folder + "/." + path[slash...].dropFirst() + ".new"
    var isThere = stat()
    if lstat(path, &isThere) == 0 { throw taken(path) }
    LastAct.prepare()
    var descriptor = LastAct.undisturbed { create(partial) }
    if descriptor < 0, errno == ENOENT, mkdir(folder, 0o755) == 0 {
      descriptor = LastAct.undisturbed { create(partial) }
    }
    guard descriptor >= 0 else { return try refused(errno, writing: path) }
    defer {
      close(descriptor)
      unlink(partial)
      LastAct.forget()
    }
    // It holds no secret, and whoever's umask it is: the daemon must be able to read it.
    guard fchmod(descriptor, 0o644) == 0, Array(text.utf8).withUnsafeBytes({ writeAll($0, to: descriptor) }),
      fsync(descriptor) == 0
    else {
      return try refused(errno, writing: path)
    }
    // Unlike a renaming, a link replaces nothing.
    guard link(partial, path) == 0 else {
      if errno == EEXIST { throw taken(path) }
      return try refused(errno, writing: path)
    }
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
    return .written
  }

  private static func create(_ partial: String) -> Int32 {
    // What a killed attempt left.
    unlink(partial)
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor >= 0 { LastAct.remove(partial) }
    return descriptor
  }

  private static func taken(_ path: String) -> Failure {
    Failure(code: .failed, message: "\(path) is there already, and nothing was written: say another --name")
  }

  private static func refused(_ code: Int32, writing path: String) throws(Failure) -> Outcome {
    let why = String(cString: strerror(code))
    if [EACCES, EPERM, EROFS].contains(code) { return .notPermitted(why) }
    throw Failure(code: .failed, message: "writing \(path): \(why)")
  }
}
