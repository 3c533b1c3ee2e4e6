import Catalogue
import ControlAPI
import Library
import Reconciliation

extension DecisionInfo {
  init(_ noted: NotedDecision) {
    let decision = noted.row.decision
    // Nothing in a decision can fail to be written.
    let value = (try? JSON.encode(decision)).flatMap { try? JSON.decode(JSONValue.self, from: $0) }
    self.init(
      number: noted.row.number, at: Timestamp(seconds: noted.row.at), by: noted.row.by,
      reason: noted.row.reason, imported: noted.row.imported.map(DecisionImport.init),
      kind: decision.name.rawValue, report: noted.report?.number,
      title: noted.report?.report.title, field: decision.field?.rawValue, element: decision.element?.name,
      text: noted.text, undone: noted.isUndone,
      fallen: noted.isFallen, decision: value ?? .null)
  }
}

extension DecisionImport {
  init(_ imported: DecisionRow.Import) {
    self.init(at: Timestamp(seconds: imported.at), by: imported.by)
  }
}

extension NotedDecision {
  /// What was decided, in one line.
  var text: String {
    if case .undo(let number) = row.decision {
      return "takes back \(number)" + (undoes.map { ": \($0.decision.text(catalogue))" } ?? "")
    }
    return row.decision.text(catalogue)
  }
}

extension Decision {
  /// The field that it is about.
  var field: Field? {
    switch self {
    case .edit(let edit): edit.field
    case .amend(let amendment): amendment.field
    case .pin(let field, _): field
    case .resolve(let resolution): resolution.field
    case .rebase(let rebase): rebase.field
    case .merge, .keepApart, .withdraw, .keep, .undo: nil
    }
  }

  /// The element of a list that it is about.
  var element: ElementKey? {
    switch self {
    case .edit(let edit): edit.element
    case .resolve(let resolution): resolution.element
    case .rebase(let rebase): rebase.element
    case .amend, .pin, .merge, .keepApart, .withdraw, .keep, .undo: nil
    }
  }

  /// - Parameter catalogue: Whose record a field is pinned to.
  func text(_ catalogue: String?) -> String {
    let about = field.map { "\($0.rawValue): " } ?? ""
    switch self {
    case .edit(let edit):
      if let told = edit.affiliation { return about + told }
      guard edit.base.isEmpty, edit.local.isEmpty else {
        return about + "\(edit.base.quoted) → \(edit.local.quoted)"
      }
      // What an upstream never had.
      return about
        + (edit.element.map { "“\(FieldValue.cut($0.name))” is taken out again" } ?? "it stays empty")
    case .amend(let amendment):
      let signed = amendment.removed.map { "−\($0.quoted)" } + amendment.added.map { "+\($0.quoted)" }
      return about + Self.list(signed)
    case .pin(_, let record): return about + "pinned to \(catalogue ?? "record \(record)")"
    case .merge(let pair, _): return "\(pair.a) and \(pair.b) are one report"
    case .keepApart(let pair): return "\(pair.a) and \(pair.b) are two reports"
    case .resolve(let resolution):
      let upstream = resolution.upstream
      let over = upstream.isEmpty ? "though the upstream says nothing" : "over \(upstream.quoted)"
      switch resolution.choice {
      case .local: return about + "the edit stays, \(over)"
      case .upstream:
        return about + "the edit gives way"
          + (upstream.isEmpty ? ": the upstream says nothing" : " to \(upstream.quoted)")
      case .value(let value): return about + "\(value.quoted), \(over)"
      }
    case .withdraw(let numbers):
      return "withdrawn with what was decided (\(Self.list(numbers.map(String.init))))"
    case .keep: return "shown although no catalogue has it any more"
    case .rebase(let rebase):
      return about + "read better, \(rebase.from.quoted) is \(rebase.base.quoted)"
    case .undo(let number): return "takes back \(number)"
    }
  }
}

extension Edit {
  /// What it changes where that is an affiliation, which is not printed with its contributor; nil where it is something else.
  fileprivate var affiliation: String? {
    guard case .contributor(let before)? = base.items.first, case .contributor(let now)? = local.items.first,
      base.items.count == 1, local.items.count == 1, base.quoted == local.quoted,
      before.affiliation != now.affiliation
    else { return nil }
    let words = [before, now].map { $0.affiliation.map { "“\(FieldValue.cut($0))”" } ?? "—" }
    return "\(local.quoted): affiliation \(words[0]) → \(words[1])"
  }
}

extension Decision {
  /// Things of a list in a line of text.
  private static let mostNamed = 8

  private static func list(_ things: [String]) -> String {
    things.prefix(mostNamed).joined(separator: ", ")
      + (things.count > mostNamed ? " and \(things.count - mostNamed) more" : "")
  }
}

extension FieldValue {
  /// In quotation marks, cut where it is long; a dash for the empty value.
  var quoted: String { isEmpty ? "—" : "“\(Self.cut(printed))”" }

  /// Characters of a value in a line of text.
  private static let longest = 120

  static func cut(_ text: String) -> String {
    text.count > longest ? text.prefix(longest - 1) + "…" : text
  }
}

extension FieldItem {
  var quoted: String { "“\(FieldValue.cut(printed))”" }
}
