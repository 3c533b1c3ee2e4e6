import Foundation
import TestSupport
import Testing

@testable import Library

/// A store of this release with nothing in it. Its schema is made once and copied, since thousands of sequences begin with
/// one.
enum EmptyStore {
  private static let bytes = Result {
    let directory = TemporaryDirectory()
    let path = directory.file("empty.sqlite")
    try Library(path: path) { 0 }.stop()
    // Whatever stood in the log is in the file when the last connection is closed.
    try #require(!FileManager.default.fileExists(atPath: path + "-wal"))
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// Writes one; returns its path.
  static func copy(to name: String, in directory: TemporaryDirectory) throws -> String {
    directory.write(try bytes.get(), to: name)
  }
}
