import Catalogue

/// How an edit and its upstream stand to each other (rules 11 and 14).
enum Judgement: Hashable, Sendable {
  /// The upstream says what it said.
  case base
  /// The upstream says what the person wants.
  case satisfied
  case changed
  /// The upstream's list has the element no more.
  case elementGone

  var isConflict: Bool { self == .changed || self == .elementGone }
}

extension Edit {
  /// What the anchor says now of the edited field or element.
  public func upstream(in report: Report) -> FieldValue {
    let whole = report[field]
    return element.map(whole.element) ?? whole
  }

  func judgement(of upstream: FieldValue, in report: Report) -> Judgement {
    if upstream.says(sameAs: base) { return .base }
    if upstream.says(sameAs: local) { return .satisfied }
    guard element != nil, upstream.isEmpty else { return .changed }
    // The element has another key now. If that is what the person wanted, all is well.
    let isThere = local.items.first.map { wanted in report[field].items.contains { $0.says(sameAs: wanted) } }
    return isThere ?? false ? .satisfied : .elementGone
  }
}

extension Standing.StandingEdit {
  /// The decision that a better parser adds to an edit, because its anchor's bytes now read as `after` instead of
  /// `before` (rule 2); nil where nothing changes for it. An edit that has no conflict gets none, and an edited element
  /// keeps its place in the list.
  public func rebased(before: Report, after: Report) -> Decision? {
    let old = edit.upstream(in: before)
    let isCalm = !edit.judgement(of: old, in: before).isConflict
    var moved = edit
    if let element = edit.element {
      let places = ElementKey.keys(of: before[edit.field])
      let now = ElementKey.keys(of: after[edit.field])
      // With another number of elements, an element that is still known by its key is where that is.
      let staysKnown = places.count != now.count && now.contains(element)
      if !staysKnown, let place = places.firstIndex(of: element), place < now.count {
        moved.element = now[place]
      }
    }
    if isCalm { moved.base = moved.upstream(in: after) }
    guard moved != edit else { return nil }
    return .rebase(
      Rebase(edit: number, edit.field, element: moved.element, from: edit.base, base: moved.base))
  }
}
