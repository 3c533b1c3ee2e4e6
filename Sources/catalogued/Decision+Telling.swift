import ControlAPI
import Library
import Reconciliation

extension Decision {
  /// Which kind of thing it is.
  var historyKind: HistoryEntry.Kind {
    switch self {
    case .edit, .amend: .edit
    case .pin: .pin
    case .merge: .merge
    case .keepApart: .keepApart
    case .resolve, .withdraw, .keep: .resolve
    case .rebase: .rebase
    case .undo: .undo
    }
  }

  /// What was decided, in a line for people: "title: “Dikes”".
  var told: String {
    switch self {
    case .edit(let edit) where edit.element != nil && edit.local.isEmpty:
      "\(edit.field.rawValue): without \(edit.base.quoted)"
    case .edit(let edit): "\(edit.field.rawValue): \(edit.local.quoted)"
    case .amend(let amendment):
      amendment.field.rawValue + ": "
        + [
          amendment.added.isEmpty ? nil : "with \(FieldValue(amendment.added).quoted)",
          amendment.removed.isEmpty ? nil : "without \(FieldValue(amendment.removed).quoted)",
        ].compactMap { $0 }.joined(separator: ", ")
    case .pin(let field, let record): "\(field.rawValue) comes from record \(record)"
    case .merge(let pair, _): "\(pair.a) and \(pair.b) are one report"
    case .keepApart(let pair): "\(pair.a) and \(pair.b) are different reports"
    case .resolve(let resolution):
      switch resolution.choice {
      case .local: "\(resolution.field.rawValue): the edit (\(resolution.edit)) stays"
      case .upstream: "\(resolution.field.rawValue): what the upstream says, \(resolution.upstream.quoted)"
      case .value(let value): "\(resolution.field.rawValue): \(value.quoted) instead of both"
      }
    case .withdraw(let numbers):
      "the report goes with its records, and \(numbers.map(String.init).joined(separator: ", ")) with it"
    case .keep: "the report stays, though its upstreams deleted it"
    case .rebase(let rebase): "\(rebase.field.rawValue): the upstream's value is read better now"
    case .undo(let number): "\(number) is taken back"
    }
  }
}

extension FieldValue {
  /// So many characters of a value are told in a line.
  private static let told = 160

  /// In quotation marks, in a line; "nothing" for the empty value.
  var quoted: String {
    guard !isEmpty else { return "nothing" }
    let text = printed
    return text.count > Self.told ? "“\(text.prefix(Self.told))…”" : "“\(text)”"
  }
}

extension DecisionBrief {
  init(_ row: DecisionRow) {
    self.init(
      decision: row.number, at: Timestamp(seconds: row.at), by: row.by, reason: row.reason,
      what: row.decision.told)
  }
}
