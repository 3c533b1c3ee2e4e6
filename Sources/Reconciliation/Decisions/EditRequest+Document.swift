import Catalogue

extension EditRequest {
  /// What a person changed in a report's JSON, as in an editor: the requests that, one after the other, make the old
  /// document the new one.
  ///
  /// A list is changed element by element where that tells all of it (elements changed in their places, or taken out, or
  /// put behind), so that the rest of it still follows the upstream; a list in another order is changed as a whole.
  /// What the person left alone is taken as it stands, however odd.
  public static func changing(_ old: Report, to new: Report) throws(EditProblem) -> [EditRequest] {
    var requests: [EditRequest] = []
    for field in Field.allCases where old[field] != new[field] {
      let before = old[field].items
      let wanted = try new[field].items.enumerated().map { (place, item) throws(EditProblem) in
        before.indices.contains(place) ? try item.readAnew(before[place], field) : item
      }
      let value = try FieldValue(wanted).validated(for: field, leaving: before)
      let elements = field.kind == .list ? byElement(field, before, value.items) : nil
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

extension FieldItem {
  /// A name or a date of which a person changed what is printed, and not its parts: these are read anew. Where only the
  /// parts of a date were changed, they say what is printed.
  fileprivate func readAnew(_ before: FieldItem, _ field: Field) throws(EditProblem) -> FieldItem {
    switch (before, self) {
    case (.contributor(let old), .contributor(var new)) where new.name.printed != old.name.printed:
      var parts = new.name
      parts.printed = old.name.printed
      guard parts == old.name,
        case .contributor(let read) = try before.setting("name", to: new.name.printed, in: field)
      else { return self }
      new.name = read.name
      return .contributor(new)
    case (.date(let old), .date(var new)) where new != old:
      if new.printed == old.printed {
        new.printed = ""  // validation prints it
        return .date(new)
      }
      new.printed = old.printed
      guard new == old, case .date(let read) = self else { return self }
      return try FieldItem(field, typed: read.printed)
    default: return self
    }
  }
}
