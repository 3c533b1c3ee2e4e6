import Foundation

/// A new directory that is removed, with all that is in it, when the last reference goes.
public final class TemporaryDirectory: Sendable {
  public let path: String

  /// - Parameter inMemory: Where it can be: for thousands of small stores that need no disk.
  public init(inMemory: Bool = false) {
    let name = "catalogued-test-\(UUID().uuidString)"
    let shared = "/dev/shm"
    path =
      inMemory && FileManager.default.isWritableFile(atPath: shared)
      ? shared + "/" + name : FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      fatalError("no temporary directory at \(path): \(error)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file and gives its path.
  @discardableResult
  public func write(_ bytes: some Sequence<UInt8>, to name: String) -> String {
    let path = file(name)
    let isWritten = FileManager.default.createFile(atPath: path, contents: Data(bytes))
    precondition(isWritten, "cannot write \(path)")
    return path
  }

  @discardableResult
  public func write(_ text: String, to name: String) -> String { write(text.utf8, to: name) }
}
