/// A fault in a configuration file.
public struct ConfigurationProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public var file: String
  /// From 1; 0 where the fault is the file itself.
  public var line: Int
  /// From 1, in characters; 0 where the fault is the file itself.
  public var column: Int
  /// What is wrong, and what would be right.
  public var message: String
  /// The catalogue whose file it is; nil for `catalogued.toml`.
  public var catalogue: String?

  public init(file: String, line: Int, column: Int, message: String, catalogue: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.catalogue = catalogue
  }

  /// `file:line:column: message`, the form that editors jump to.
  public var description: String {
    line > 0 ? "\(file):\(line):\(column): \(message)" : "\(file): \(message)"
  }
}
