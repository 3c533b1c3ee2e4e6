import ControlAPI

extension Page {
  /// Field by field: what is shown, where it comes from, and what the others say.
  mutating func add(_ provenance: ProvenanceInfo) {
    add(wrapped: "\(bold: provenance.title.isEmpty ? "(no title)" : provenance.title)")
    if provenance.withdrawn { add("\(warning: "Withdrawn by every catalogue that carried it.")") }
    for field in provenance.fields {
      add()
      add(field)
    }
    add()
    add("Report \(provenance.number)")
  }

  /// Characters of a value that is only to be told from others.
  private static let longest = 300

  private mutating func add(_ field: FieldProvenance) {
    let pin: Line = field.pin.map { ", pinned to \($0.catalogue) (decision \($0.decision))" } ?? ""
    add(wrapped: "\(bold: field.field)" + pin)
    for number in field.conflicts {
      say("\(warning: "in conflict: cataloguectl conflicts show \(number)")", behind: "  ")
    }
    // What comes from one place is said of together.
    var rest = field.items[...]
    while let first = rest.first {
      let group = rest.prefix { $0.source == first.source }
      rest = rest.dropFirst(group.count)
      for item in group { add(wrapped: cut(item.text), behind: "  ") }
      add(wrapped: source(first.source), behind: "    ")
    }
    if field.items.isEmpty { add("  (empty)") }
    if field.items.isEmpty, field.edits.count > field.overruled.count {
      add(wrapped: "blanked by \(decisions(field.edits))", behind: "    ")
    }
    if !field.overruled.isEmpty {
      let verb = field.overruled.count == 1 ? "gives" : "give"
      add(
        wrapped: "\(decisions(field.overruled)) \(verb) way, as the configuration has it: cataloguectl edits",
        behind: "    ")
    }
    for voice in field.voices where !isShown(voice, in: field) {
      let gone: Line = voice.live ? "" : " (deleted)"
      // Of several values it may say only some.
      let isSame = voice.agrees && voice.texts.count == field.items.count
      let says: Line =
        voice.texts.isEmpty
        ? "says nothing" : isSame ? "says the same" : "says: " + cut(voice.texts.joined(separator: "; "))
      add(wrapped: "\(voice.catalogue), record \(voice.record)" + gone + " " + says, behind: "    ")
    }
  }

  private func cut(_ text: String) -> Line { ("\(text)" as Line).cut(to: Self.longest) }

  /// Whether all that a record says stands above, with its name.
  private func isShown(_ voice: FieldProvenance.Voice, in field: FieldProvenance) -> Bool {
    let ofIt = field.items.filter { item in
      if case .revision(let revision) = item.source { revision.record == voice.record } else { false }
    }
    return !ofIt.isEmpty && Set(voice.texts).isSubset(of: ofIt.map(\.text))
  }

  private func source(_ source: ValueSource) -> Line {
    switch source {
    case .revision(let revision):
      let run: Line = revision.run.map { ", run \($0)" } ?? ""
      let at: Line = revision.at.map { ", \($0)" } ?? ""
      let ways = revision.page ?? []
      let page: Line = ways.isEmpty ? "" : " (\(ways.joined(separator: ", ")))"
      return "from \(revision.catalogue), record \(revision.record), revision \(revision.revision)" + run + at
        + page
    case .decision(let decision):
      let reason: Line = decision.reason.map { ": \($0)" } ?? ""
      return "by \(decision.by), decision \(decision.decision), \(decision.at)" + reason
    }
  }

  private func decisions(_ numbers: [Int64]) -> String {
    "decision \(numbers.map { "\($0)" }.joined(separator: ", "))"
  }
}
