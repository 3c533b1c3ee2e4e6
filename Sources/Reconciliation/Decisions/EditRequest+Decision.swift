import Catalogue

extension EditRequest {
  /// The decision that makes a report show what is asked for; nil where it shows that already, and no edit is needed.
  ///
  /// - Parameters:
  ///   - report: The report as it is shown.
  ///   - records: Its records, in the order of `report.records`.
  ///   - standing: What stands of the decisions that touch them.
  public func decision(
    on report: ReportView, records: [ViewRecord], standing: Standing
  ) throws(EditProblem) -> Decision? {
    guard let first = records.first else { return nil }
    let shown = report.shown(field, first: first)
    if field.kind == .set { return try amendment(shown, first.number) }
    guard let anchor = records.first(where: { $0.number == shown.supplier }) else { return nil }
    let base = anchor.report[field]
    if case .whole(let local) = change {
      let stands = standing.edits.contains {
        $0.edit.field == field && $0.edit.anchor == anchor.number && $0.edit.element == nil
          && $0.edit.local == local
      }
      guard !stands || shown.value != local else { return nil }
      return .edit(Edit(field, anchor: anchor.number, base: base, local: local))
    }
    // Where the whole list is edited, an element's edit is again one of the whole list (rule 14).
    let isWhole = standing.edits.contains {
      $0.edit.field == field && $0.edit.anchor == anchor.number && $0.edit.element == nil
    }
    let (number, wanted) = try element(of: shown)
    if isWhole {
      var local = shown.value
      if let number, let wanted {
        local.items[number] = wanted
      } else if let number {
        local.items.remove(at: number)
      } else if let wanted {
        local.items.append(wanted)
      }
      return .edit(Edit(field, anchor: anchor.number, base: base, local: local))
    }
    let keys = shown.keys
    let key =
      number.map { keys[$0] } ?? Self.key(of: wanted, besides: keys, base, standing, field, anchor.number)
    return .edit(
      Edit(
        field, element: key, anchor: anchor.number, base: base.element(key), local: FieldValue(wanted)))
  }

  /// Which element is meant, from 0, or nil for a new one; and what it is to be, or nil to be removed.
  private func element(of shown: ShownField) throws(EditProblem) -> (number: Int?, wanted: FieldItem?) {
    func place(_ number: Int) throws(EditProblem) -> Int {
      guard shown.items.indices.contains(number - 1) else {
        throw .noSuchElement(field, number: number, of: shown.items.count)
      }
      return number - 1
    }
    switch change {
    case .whole: return (nil, nil)
    case .element(let number, let item): return (try place(number), item)
    case .part(let number, let part, let text):
      let place = try place(number)
      return (place, try shown.items[place].item.setting(part, to: text, in: field))
    case .add(let item): return (nil, item)
    case .remove(let item):
      let name = item.elementName
      guard
        let place = shown.items.firstIndex(where: {
          $0.item.says(sameAs: item) || $0.item.elementName == name
        })
      else { throw .impossible(field, "nothing of the kind is shown") }
      return (place, nil)
    }
  }

  /// A key for a new element: its own, counted on past those that are taken.
  private static func key(
    of item: FieldItem?, besides shown: [ElementKey], _ base: FieldValue, _ standing: Standing,
    _ field: Field,
    _ anchor: RecordNumber
  ) -> ElementKey {
    var taken = Set(shown).union(ElementKey.keys(of: base))
    for edit in standing.edits where edit.edit.field == field && edit.edit.anchor == anchor {
      if let element = edit.edit.element { taken.insert(element) }
    }
    var key = ElementKey(item?.elementName ?? "")
    while taken.contains(key) { key.occurrence += 1 }
    return key
  }

  private func amendment(_ shown: ShownField, _ anchor: RecordNumber) throws(EditProblem) -> Decision? {
    let old = shown.value.items
    var wanted = old
    switch change {
    case .whole(let value): wanted = value.items
    case .add(let item): wanted.append(item)
    case .remove(let item):
      wanted.removeAll { $0.setKey == item.setKey }
      guard wanted.count < old.count else { throw .impossible(field, "nothing of the kind is shown") }
    case .element(let number, let item):
      guard old.indices.contains(number - 1) else {
        throw .noSuchElement(field, number: number, of: old.count)
      }
      wanted.remove(at: number - 1)
      if let item { wanted.insert(item, at: number - 1) }
    case .part(_, let part, _): throw .unknownPart(field, part)
    }
    // A value that only is printed otherwise is removed and added, so that the new form shows.
    let added = wanted.filter { !old.contains($0) }
    let isKept = Set(wanted.filter(old.contains).map(\.setKey))
    let removed = old.filter { !isKept.contains($0.setKey) }
    let news = added.filter { !isKept.contains($0.setKey) }
    guard !news.isEmpty || !removed.isEmpty else { return nil }
    return .amend(Amendment(field, anchor: anchor, added: news, removed: removed))
  }
}

extension ShownField {
  /// The keys of a list's elements: those under which they were edited, or their own.
  var keys: [ElementKey] {
    let own = ElementKey.keys(of: value)
    return zip(items, own).map { $0.key ?? $1 }
  }
}
