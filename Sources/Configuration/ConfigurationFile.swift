import Glibc

/// The configuration's files on disk.
enum ConfigurationFile {
  /// No honest file comes near.
  static let maxBytes = 1 << 20

  static func read(_ path: String, catalogue: String?) throws(ConfigurationProblem) -> [UInt8] {
    func fault(_ message: String) -> ConfigurationProblem {
      ConfigurationProblem(file: path, line: 0, column: 0, message: message, catalogue: catalogue)
    }
    // Not to hang on a FIFO.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw fault("cannot be read: \(reason(errno))") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw fault("is not a regular file")
    }
    guard status.st_size <= maxBytes else { throw fault("is larger than 1 MiB") }
    var bytes: [UInt8] = []
    while bytes.count <= maxBytes {
      var failed: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        if got < 0 { failed = errno }
        count = max(0, got)
      }
      if failed == EINTR { continue }
      guard failed == 0 else { throw fault("cannot be read: \(reason(failed))") }
      if chunk.isEmpty { return bytes }
      bytes += chunk
    }
    throw fault("is larger than 1 MiB")
  }

  /// Whether nothing at all has this name; a link that leads nowhere is something.
  static func isAbsent(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) != 0 && errno == ENOENT
  }

  /// The names of a folder's `.toml` files, sorted; hidden ones are not looked at. No folder is no file.
  static func list(_ path: String) -> ([String], CatalogueFolder, ConfigurationProblem?) {
    var folder = CatalogueFolder(path: path)
    guard let handle = opendir(path) else {
      let problem = ConfigurationProblem(
        file: path, line: 0, column: 0, message: "cannot be read: \(reason(errno))")
      return ([], folder, isAbsent(path) ? nil : problem)
    }
    defer { closedir(handle) }
    var status = stat()
    if fstat(dirfd(handle), &status) == 0 { folder.device = UInt64(status.st_dev) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".toml"), !name.hasPrefix(".") { names.append(name) }
    }
    folder.files = names.count
    return (names.sorted(), folder, nil)
  }

  static func reason(_ code: Int32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    return strerror_r(code, &text, text.count) == 0
      ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      : "error \(code)"
  }
}
