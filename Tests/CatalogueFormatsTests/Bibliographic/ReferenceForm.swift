import Testing

/// How a list of references is written.
struct ReferenceForm: Sendable, CustomTestStringConvertible {
  var format: String
  /// A record, of one word that the test wants in it.
  var record: @Sendable (String) -> String
  var begin = ""
  var between = "\n"
  var end = "\n"

  var testDescription: String { format }

  func list(_ records: [String]) -> String { begin + records.joined(separator: between) + end }
}
