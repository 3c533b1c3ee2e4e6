import Glibc

/// The folder `catalogues.d` at one reading. A folder that is lost is not one whose files were all removed.
public struct CatalogueFolder: Hashable, Sendable {
  public var path: String
  /// The file system it is on; nil where there is no such folder.
  public var device: UInt64?
  /// How many files of catalogues were in it.
  public var files: Int

  public init(path: String, device: UInt64? = nil, files: Int = 0) {
    self.path = path
    self.device = device
    self.files = files
  }

  /// What is wrong where this is the folder now, and `earlier` was it at the last reading; nil where nothing is.
  public func fault(after earlier: CatalogueFolder) -> ConfigurationProblem? {
    guard path == earlier.path, let before = earlier.device else { return nil }
    let message: String? =
      if device == nil {
        "the folder was there when it was last read, and is gone: make it again, empty if no catalogue is meant"
      } else if device != before, files == 0, earlier.files > 0 {
        "the folder is empty, and on another file system than when it was last read: is it to be mounted?"
      } else {
        nil
      }
    return message.map { ConfigurationProblem(file: path, line: 0, column: 0, message: $0) }
  }
}
