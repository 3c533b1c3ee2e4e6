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
        try item.readAnew(beside: before, at: place, field)
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
  /// parts were changed, they say what is printed.
  ///
  /// - Parameter old: What the field held, in its order.
  fileprivate func readAnew(beside old: [FieldItem], at place: Int, _ field: Field) throws(EditProblem)
    -> FieldItem
  {
    guard !old.contains(self) else { return self }
    if case .contributor(let new) = self {
      return .contributor(try new.readAnew(beside: old.compactMap(\.contributor), at: place, field))
    }
    guard old.indices.contains(place) else { return self }
    switch (old[place], self) {
    case (.section(let before), .section(var new)):
      new.contributors = try new.contributors.enumerated().map { (place, contributor) throws(EditProblem) in
        try contributor.readAnew(beside: before.contributors, at: place, field)
      }
      return .section(new)
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

extension Contributor {
  /// As an item. One that others were put before, or taken out before, is known by what is printed of it.
  fileprivate func readAnew(beside old: [Contributor], at place: Int, _ field: Field) throws(EditProblem)
    -> Contributor
  {
    guard !old.contains(where: { $0.name == name }) else { return self }
    var new = self
    if old.contains(where: { $0.name.printed == name.printed }) {
      new.name.printAnew()
      return new
    }
    guard old.indices.contains(place) else { return self }
    var parts = name
    parts.printed = old[place].name.printed
    guard parts == old[place].name,
      case .contributor(let read) = try FieldItem.contributor(old[place]).setting(
        "name", to: name.printed, in: field)
    else { return self }
    new.name = read.name
    return new
  }
}
