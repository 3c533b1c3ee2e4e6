extension Schema {
  /// What persons decide about reports, and where values come from.
  static let edits = [
    Named(
      "EditRequest",
      "What is to be changed: `set` and `clear`; or `from`, the report as it was seen, and `to`, as it is to be.",
      .perhaps(
        "set", .array(.string()),
        "FIELD=VALUE, FIELD[n]=VALUE, FIELD[n].part=VALUE, FIELD+=VALUE or FIELD-=VALUE."),
      .perhaps("clear", .array(.string()), "FIELD, FIELD[n] or FIELD[n].part."),
      .perhaps("from", .named("Report")), .perhaps("to", .named("Report")),
      .perhaps("reason", .string(), "For people.")),
    Named(
      "EditAnswer", "What was decided.", .always("report", .integer(), "That shows it."),
      .always("decisions", .array(.integer()), "Their numbers; none where nothing had to be changed."),
      .always("message", .string(), "What is shown now, for people.")),
    Named(
      "PinRequest", "Whose value is to show.", .always("field", .string()), .always("catalogue", .string()),
      .perhaps("reason", .string())),
    Named(
      "MergeRequest", "The other report.", .always("with", .string(), "Named as in its path."),
      .perhaps("reason", .string())),
    Named(
      "KeepApartRequest", "The other report, or another record of the same.",
      .always("from", .string(), "Named as in its path."), .perhaps("reason", .string())),
    Named(
      "UndoRequest", "Why, and what else.", .perhaps("reason", .string()),
      .perhaps(
        "also", .array(.integer(to: 9_007_199_254_740_991), atMost: 100),
        "Other decisions that are taken back after it, in this order: all of them, or none."
      )),
    Named(
      "Provenance", "Where a report's values come from.", .always("number", .integer()),
      .always("title", .string()), .always("withdrawn", .boolean),
      .always("fields", .array(.named("FieldProvenance")), "Those of which anybody says anything.")),
    Named(
      "FieldProvenance", "Where a field's values come from.", .always("field", .string()),
      .always("items", .array(.named("SourcedValue")), "What is shown."),
      .always("voices", .array(.named("Voice")), "What each record says, as they count."),
      .always("edits", .array(.integer()), "The decisions that edit it."),
      .always(
        "overruled", .array(.integer()),
        "Those of them that give way to what the upstream says since, as the configuration has it."),
      .perhaps("pin", .named("Pin")),
      .always("conflicts", .array(.integer()), "Those that wait for a person.")
    ),
    Named(
      "SourcedValue", "A value that is shown, and its source.", .always("value", .anything),
      .always("text", .string(), "For people."), .always("source", .named("Source"))),
    Named(
      "Source", "Where a value comes from: one of the two.", .perhaps("revision", .named("RevisionSource")),
      .perhaps("decision", .named("DecisionSource"))),
    Named(
      "RevisionSource", "What an upstream says.", .always("catalogue", .string()),
      .always("record", .integer()), .always("revision", .integer()), .perhaps("run", .integer()),
      .perhaps("at", .string(.moment), "When it was taken."),
      .perhaps(
        "page", .array(.string()),
        "Of a web page: by which ways of describing itself it says the field's values.")),
    Named(
      "DecisionSource", "What a person says.", .always("decision", .integer()), .always("by", .string()),
      .always("at", .string(.moment)), .perhaps("reason", .string())),
    Named(
      "Voice", "What a record says of a field.", .always("catalogue", .string()),
      .always("record", .integer()), .always("revision", .integer()), .always("live", .boolean),
      .always("texts", .array(.string()), "For people; none where it says nothing."),
      .always("agrees", .boolean, "Whether it says what is shown.")),
    Named(
      "Pin", "Whose value a person wants.", .always("catalogue", .string()), .always("record", .integer()),
      .always("decision", .integer())),
    list("DecisionList", of: "NotedDecision"),
    Named(
      "NotedDecision", "What a person decided.", .always("number", .integer()),
      .always("at", .string(.moment)), .always("by", .string(), "The user's name."),
      .perhaps("reason", .string()),
      .perhaps("imported", .named("DecisionImport")),
      .always(
        "kind",
        .oneOf([
          "edit", "amend", "pin", "merge", "keep-apart", "resolve", "withdraw", "keep", "rebase", "undo",
        ])), .perhaps("report", .integer(), "Not there where it was purged."),
      .perhaps("title", .string()), .perhaps("field", .string()),
      .perhaps("element", .string(), "By what an element of a list is known."),
      .always("text", .string(), "For people."), .always("undone", .boolean, "Whether it was taken back."),
      .always("fallen", .boolean, "Whether it counts no more without that: replaced, or given up."),
      .always("decision", .anything, "As it is kept.")),
    Named(
      "DecisionImport", "How a decision came from another store; not there where it was decided here.",
      .always("at", .string(.moment)), .always("by", .string(), "The user who imported it.")),
    list("SuggestionList", of: "Suggestion"),
    Named(
      "Suggestion", "Two reports that might be one.",
      .always("likeness", .oneOf(["title", "publisher-number", "series-number"])),
      .always("reports", .array(.named("ReportSummary")))),
  ]
}
