import Catalogue

extension EditRequest {
  /// What a person changed in a report's JSON, as in an editor: the requests that, one after the other, make the old
  /// document the new one.
  ///
  /// A list is changed element by element where that tells all of it (elements changed in their places, or taken out, or
  /// put behind), so that the rest of it still follows the upstream; a list in another order is changed as a whole.
  public static func changing(_ old: Report, to new: Report) throws(EditProblem) -> [EditRequest] {
    var requests: [EditRequest] = []
    for field in Field.allCases where old[field] != new[field] {
      let value = try new[field].validated(for: field)
      let elements = field.kind == .list ? byElement(field, old[field].items, value.items) : nil
      requests += elements ?? [EditRequest(field, .whole(value))]
    }
    return requests
  }

  private static func byElement(_ field: Field, _ old: [FieldItem], _ new: [FieldItem]) -> [EditRequest]? {
    guard !old.isEmpty, !new.isEmpty else { return nil }
    if new.count < old.count {
      // Taken out, from the last one on, so that the numbers of those before still hold.
      var left = new[...]
      var gone: [Int] = []
      for (place, item) in old.enumerated() {
        if item == left.first { left = left.dropFirst() } else { gone.append(place + 1) }
      }
      return left.isEmpty ? gone.reversed().map { EditRequest(field, .element($0, nil)) } : nil
    }
    var requests: [EditRequest] = []
    for (place, (before, now)) in zip(old, new).enumerated() where before != now {
      // One that moved is a matter of order.
      guard !old.contains(now), !new.contains(before) else { return nil }
      requests.append(EditRequest(field, .element(place + 1, now)))
    }
    return requests + new.dropFirst(old.count).map { EditRequest(field, .add($0)) }
  }
}
