import Catalogue

extension EditRequest {
  /// Several requests for one report, made ready to be carried out one after the other: numbers of elements mean the
  /// report as the person saw it, whatever else is asked for. All that concerns one set becomes one request, so that one
  /// undo takes it back.
  ///
  /// - Parameters:
  ///   - report: The report as it is shown.
  ///   - first: Its first record.
  public static func inOrder(
    _ requests: [EditRequest], on report: ReportView, first: ViewRecord
  ) throws(EditProblem) -> [EditRequest] {
    try refuseContradictions(requests)
    var ordered: [EditRequest] = []
    var gathered: Set<Field> = []
    for request in requests where request.field.kind == .set {
      guard gathered.insert(request.field).inserted else { continue }
      let shown = report.shown(request.field, first: first).value
      let changes = requests.filter { $0.field == request.field }.map(\.change)
      ordered.append(
        EditRequest(request.field, .whole(try wanted(request.field, shown, changes))))
    }
    let others = requests.filter { $0.field.kind != .set }
    ordered += others.filter { $0.removes == .nothing }
    // From the last one on, so that the numbers of those before still hold.
    let removed = others.filter { if case .element = $0.removes { true } else { false } }
    ordered += removed.sorted { $0.removes > $1.removes }
    return ordered + others.filter { $0.removes == .value }
  }

  /// Of what is asked for twice nobody could tell which was meant.
  private static func refuseContradictions(_ requests: [EditRequest]) throws(EditProblem) {
    for field in Set(requests.map(\.field)).sorted() {
      let changes = requests.filter { $0.field == field }.map(\.change)
      if changes.count > 1, changes.contains(.whole(.empty)) {
        throw .impossible(field, "it cannot be blanked and changed at once")
      }
      let targets = changes.compactMap(\.target)
      if Set(targets).count < targets.count { throw .impossible(field, "it is asked for the same twice") }
      if targets.contains(.init()), targets.contains(where: { $0.number != nil }) {
        throw .impossible(field, "it cannot be set as a whole and by its elements at once")
      }
    }
  }

  /// What of a list a request takes away.
  private enum Removal: Comparable {
    case nothing, value
    case element(Int)
  }

  private var removes: Removal {
    switch change {
    case .element(let number, nil): .element(number)
    case .remove: .value
    default: .nothing
    }
  }

  /// What a set is to hold.
  private static func wanted(
    _ field: Field, _ shown: FieldValue, _ changes: [Change]
  ) throws(EditProblem) -> FieldValue {
    var items: [FieldItem?] = shown.items
    for change in changes {
      switch change {
      case .whole(let value): items = value.items
      case .add(let item): items.append(item)
      case .element(let number, let item):
        guard items.indices.contains(number - 1) else {
          throw .noSuchElement(field, number: number, of: shown.items.count)
        }
        items[number - 1] = item
      case .remove(let item):
        guard items.contains(where: { $0?.setKey == item.setKey }) else {
          throw .impossible(field, "nothing of the kind is shown")
        }
        for place in items.indices where items[place]?.setKey == item.setKey { items[place] = nil }
      case .part(_, let part, _): throw .unknownPart(field, part)
      }
    }
    return FieldValue(items.compactMap { $0 })
  }
}

extension EditRequest.Change {
  /// What of the field it sets or takes out: nothing else may do so in the same breath.
  fileprivate struct Target: Hashable {
    /// The element's number; nil for the whole field.
    var number: Int?
    var part: String?
  }

  fileprivate var target: Target? {
    switch self {
    case .whole: Target()
    case .element(let number, _): Target(number: number)
    case .part(let number, let part, _): Target(number: number, part: part)
    case .add, .remove: nil
    }
  }
}
