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
  public var weight: Weight

  /// What it costs.
  public enum Weight: Hashable, Sendable {
    /// Everything: every catalogue depends on it. No start, and a reload changes nothing.
    case all
    /// What it is in, and nothing else: a catalogue, a search.
    case part
    /// Nothing, but somebody should look: printed as a warning.
    case warning
    /// Nothing; what `--check` could not find out.
    case note
  }

  /// - Parameter weight: As the file is, unless given: a catalogue's own costs that catalogue, `catalogued.toml` all.
  public init(
    file: String, line: Int, column: Int, message: String, catalogue: String? = nil, weight: Weight? = nil
  ) {
    self.weight = weight ?? (catalogue == nil ? .all : .part)
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.catalogue = catalogue
  }

  /// By file, line and column.
  public static func isBefore(_ one: ConfigurationProblem, _ other: ConfigurationProblem) -> Bool {
    (one.file, one.line, one.column) < (other.file, other.line, other.column)
  }

  /// `file:line:column: message`, the form that editors jump to.
  public var description: String {
    let kind =
      switch weight {
      case .all, .part: ""
      case .warning: "warning: "
      case .note: "note: "
      }
    return line > 0 ? "\(file):\(line):\(column): \(kind)\(message)" : "\(file): \(kind)\(message)"
  }
}
