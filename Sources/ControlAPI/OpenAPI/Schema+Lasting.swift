extension Schema {
  /// The messages of what removes for good, and of what carries decisions to another store.
  static let lasting = [
    Named(
      "PurgeRequest", "How a report is to be purged.", .perhaps("dry_run", .boolean, "Only to say what goes.")
    ),
    Named(
      "PurgeAnswer", "What goes for good, or would.", .always("report", .integer()),
      .always("title", .string()),
      .always("catalogues", .array(.string()), "Whose records it has."), .always("records", .integer()),
      .always("revisions", .integer(), "All states that these records have had."),
      .always("decisions", .integer(), "Those that concern nothing besides."), .always("done", .boolean),
      .always("message", .string())),
    Named(
      "TrimRequest", "Which states go.",
      .always("older_than", .matching(Age.pattern), "Days or weeks: 730d, 104w."),
      .perhaps("catalogue", .string(), "Its name; without it, all that allow it."),
      .perhaps("dry_run", .boolean, "Only to say what goes.")),
    Named(
      "TrimAnswer", "What goes for good, or would.",
      .always("before", .string(.moment), "The last state before it stays, as what was shown then."),
      .always("catalogues", .array(.named("TrimCount"))),
      .always("skipped", .array(.string()), "Catalogues that keep all, where none was named."),
      .always("done", .boolean)),
    Named(
      "TrimCount", "What goes of a catalogue.", .always("catalogue", .string()),
      .always("records", .integer()), .always("revisions", .integer())),
    list("PortableDecisionList", of: "PortableDecision"),
    Named(
      "PortableDecision", "What a person decided, as another store can take it.",
      .always("number", carried), .always("at", carried, "Seconds since 1970."), .always("by", .string()),
      .perhaps("reason", .string()),
      .always("decision", .map(of: nil), "Its `decision` says what it is: edit, amend, pin, merge …"),
      .always("records", .array(.named("PortableRecord")), "Every record that `decision` names by number.")),
    Named(
      "PortableRecord", "A record by what every store knows of it.", .always("number", carried),
      .always("catalogue", .string()), .always("identifier", .string(), "The upstream's own.")),
    Named(
      "ImportRequest", "Decisions of another store, in their order.",
      .always("decisions", .array(.named("PortableDecision"))),
      .perhaps("numbers", .map(of: carried), "`numbers` of answers to earlier parts of the same export.")),
    Named(
      "ImportAnswer", "What became of them.",
      .always("numbers", .map(of: carried), "The numbers that they have here, by those there."),
      .always("added", .integer()), .always("known", .integer(), "Those that were here already."),
      .always("refused", .array(.named("ImportRefusal")))),
    Named(
      "ImportRefusal", "A decision that was not taken.", .always("number", carried),
      .always("why", .string())),
  ]

  /// A number that comes from another store.
  private static let carried = Schema.integer(to: .max)
}
