import Catalogue
import ControlAPI
import FoundationEssentials
import Reconciliation

/// A report as the JSON that a person changes in an editor: its fields in the order in which it shows them.
enum ReportText {
  static func of(_ report: Report) throws(Failure) -> String {
    guard let bytes = try? JSON.encode(report),
      case .members(let members) = try? JSON.decode(JSONValue.self, from: bytes)
    else { throw Failure(code: .failed, message: "the report cannot be written as JSON") }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let fields = Field.allCases.compactMap { field -> String? in
      guard let value = members[field.rawValue], let text = try? encoder.encode(value) else { return nil }
      return "  \"\(field.rawValue)\": "
        + String(decoding: text, as: UTF8.self).replacing("\n", with: "\n  ")
    }
    return "{\n" + fields.joined(separator: ",\n") + "\n}\n"
  }

  /// - Throws: what is no JSON, and what of it a report has no place for: nobody's words are dropped in silence.
  static func read(_ bytes: [UInt8]) throws(Failure) -> Report {
    if let fault = JSONFault.first(in: bytes) { throw Failure(code: .failed, message: fault.message) }
    let report: Report
    let written: JSONValue
    var value: JSONValue?
    do {
      value = try JSON.decode(JSONValue.self, from: bytes)
      report = try JSON.decode(Report.self, from: bytes)
      written = try JSON.decode(JSONValue.self, from: try JSON.encode(report))
    } catch {
      throw Failure(code: .failed, message: ReportComplaint.of(error, bytes, value))
    }
    if let value, let place = lost(value, written) {
      let nearest = Nearest.of(place, among: Field.allCases.map(\.rawValue)).first
      let hint = nearest.map { "; did you mean \($0)?" } ?? ""
      throw Failure(code: .failed, message: "a report has no place for “\(place)”\(hint)")
    }
    return report
  }

  /// The first place of what was typed that is not in what was read; what says nothing need not be.
  private static func lost(_ typed: JSONValue, _ written: JSONValue?, at place: String = "") -> String? {
    switch (typed, written) {
    case (.members(let typed), .members(let written)?):
      for (name, value) in typed.sorted(by: { $0.key < $1.key }) {
        let place = place.isEmpty ? name : place + "." + name
        if let lost = lost(value, written[name], at: place) { return lost }
      }
      return nil
    case (.array(let typed), .array(let written)?):
      for (index, value) in typed.enumerated() where index < written.count {
        if let lost = lost(value, written[index], at: "\(place)[\(index + 1)]") { return lost }
      }
      return nil
    case (_, .some), (.null, _), (.string(""), _), (.array([]), _), (.boolean(false), _),
      (.string("unknown"), _):
      return nil
    case (_, nil): return place
    }
  }
}
