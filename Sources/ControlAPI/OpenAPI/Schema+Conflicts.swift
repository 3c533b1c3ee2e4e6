extension Schema {
  private static let kind = Schema.oneOf(ConflictInfo.Kind.known.map(\.rawValue))
  /// The names of a report's fields, as in its JSON.
  static let fields = [
    "title", "subtitle", "contributors", "published", "publisher", "page_count", "identifiers", "abstract",
    "subjects", "languages", "series", "links", "rights", "access", "types", "sections",
  ]
  private static let values = Schema.array(.named("Value"))

  /// Conflicts, and what reports have been.
  static let conflicts = [
    list("ConflictList", of: "Conflict"),
    Named(
      "Conflict", "What a person and an upstream, or two persons, say against each other.",
      .always("number", .integer(from: 1)), .always("report", .integer()),
      .perhaps("title", .string(), "That the report shows."), .always("kind", kind),
      .perhaps("field", .string(), "Not there where the report was deleted."),
      .perhaps("element", .named("Element"), "Of a list, the element that it is about."),
      .perhaps("catalogue", .string(), "Whose upstream it is."),
      .always("base", values, "What the upstream said when the person decided; empty for nothing."),
      .always("local", values, "What the person wants."),
      .always("upstream", values, "What the upstream says now."),
      .perhaps("rival_local", values, "What the earlier of two edits wants."),
      .perhaps("edit", .integer(), "The edit that it is about, of two the later."),
      .perhaps("rival", .integer(), "The earlier of two edits."),
      .perhaps("decisions", .array(.named("DecisionBrief")), "What falls if the deletion is accepted."),
      .perhaps("run", .integer(), "That opened it."), .always("opened", .string(.moment)),
      .always("policy", .oneOf(["ask", "local", "upstream"]), "What the configuration says of the field."),
      .perhaps("closed", .string(.moment), "Not there while it is open."),
      .perhaps("ending", .oneOf(ConflictInfo.Ending.known.map(\.rawValue))),
      .perhaps("decision", .integer(), "By which it ended."), .perhaps("by", .string(), "The user.")),
    Named(
      "Element", "By what an element of a list is known.", .always("key", .string()),
      .always("n", .integer(from: 1), "Which of those that are called so.")),
    Named(
      "Value", "A value of a field, or an element of one.",
      .always("value", .anything, "As in the JSON of a report."),
      .always("text", .string(), "As people read it.")),
    Named(
      "DecisionBrief", "What a person decided, in a line.", .always("decision", .integer()),
      .always("at", .string(.moment)), .always("by", .string()), .perhaps("reason", .string()),
      .always("what", .string(), "For people.")),
    Named(
      "ResolutionRequest", "How a conflict is settled.",
      .always("take", .oneOf(ResolutionRequest.Take.allCases.map(\.rawValue))),
      .perhaps("value", .string(), "As it is typed, for `value`; not there for nothing at all."),
      .perhaps("reason", .string())),
    Named(
      "Resolution", "What is shown now.", .always("conflict", .named("Conflict")),
      .always("decision", .integer(), "For `undo`."), .always("report", .integer()),
      .always("withdrawn", .boolean), .perhaps("shown", values, "In the conflict's field.")),
    Named(
      "ResolutionsRequest", "Which conflicts are settled, and how.",
      .always("take", .oneOf(ResolutionsRequest.Take.allCases.map(\.rawValue))),
      .perhaps("catalogue", .string()), .perhaps("kind", kind), .perhaps("field", .oneOf(fields)),
      .perhaps("dry_run", .boolean, "Only to say which they are."), .perhaps("reason", .string())),
    Named(
      "Resolutions", "What was settled.", .always("done", .boolean, "False in a dry run."),
      .always("conflicts", .array(.named("ResolvedConflict")))),
    Named(
      "ResolvedConflict", "A conflict that was settled, or would be.", .always("number", .integer()),
      .always("report", .integer()), .perhaps("title", .string()), .always("kind", kind),
      .perhaps("field", .string()), .perhaps("catalogue", .string()),
      .perhaps("decision", .integer(), "For `undo`.")),
    Named(
      "History", "A piece of a report's history, the latest first.",
      .always("items", .array(.named("HistoryEntry"))),
      .perhaps("next", .string(), "The `cursor` of the next piece; not there at the end.")),
    Named(
      "HistoryEntry", "Something that has come to pass with a report.",
      .always("kind", .oneOf(HistoryEntry.Kind.known.map(\.rawValue))), .always("at", .string(.moment)),
      .always("what", .string(), "For people."), .perhaps("revision", .integer()),
      .perhaps("catalogue", .string()), .perhaps("identifier", .string(), "The upstream's own."),
      .perhaps("run", .integer()), .perhaps("datestamp", .string(.moment)),
      .perhaps("report", .named("Report"), "What the revision says; not there where it is a deletion."),
      .perhaps("decision", .integer()), .perhaps("by", .string(), "The user who decided."),
      .perhaps("reason", .string()), .perhaps("imported", .named("DecisionImport")),
      .perhaps("undone", .boolean, "Whether it was taken back."),
      .perhaps("conflict", .integer()), .perhaps("other", .integer(), "The other report.")),
    Named(
      "Past", "Which past of a report is shown.", .always("at", .string(.moment)),
      .perhaps("revision", .integer(), "Whose content it is."), .always("what", .string(), "For people.")),
  ]
}
