extension Schema {
  /// A schema that has a name, and what it stands for.
  struct Named: Sendable {
    var name: String
    var description: String
    var schema: Schema

    init(_ name: String, _ description: String, _ members: Member...) {
      self.name = name
      self.description = description
      schema = .object(members)
    }
  }

  /// The messages, in the order in which they are met.
  static let all: [Named] =
    daemon + catalogues + runs + reports + rejects + decisions + edits + keeping + conflicts + lasting
    + probing

  static func list(_ name: String, of item: String) -> Named {
    Named(
      name, "A piece of a list.", .always("items", .array(.named(item))),
      .perhaps("next", .string(), "The `cursor` of the next piece; not there at the end."))
  }

  private static let daemon = [
    Named(
      "Status", "How the daemon is.", .always("version", .string()),
      .always("state", .oneOf(["starting", "running", "stopping"])), .always("started", .string(.moment)),
      .always("uptime", .integer(), "Seconds."), .always("store", .named("Store")),
      .always("catalogues", .array(.named("StateCount"))),
      .always("needs_person", .array(.named("Need")), "The most urgent first; empty where all is well."),
      .always("open_conflicts", .integer(), "That wait for a person."),
      .always("suggestions", .integer(), "Pairs of reports that might be one."),
      .perhaps(
        "background", .named("Background"), "What is being done to the whole library; not there if nothing.")),
    Named(
      "Background", "Work that goes on beside all else, a piece at a time.",
      .always(
        "kind", .oneOf(["terms", "joins"]), "A catalogue's new priority or policies; or joining all records."),
      .perhaps("catalogue", .string(), "Whose terms they are."),
      .always("done", .integer(from: 0, to: 100), "Of a hundred parts.")),
    Named(
      "Store", "What is kept.", .always("path", .string()),
      .always("bytes", .integer(), "On disk, the write-ahead log included."),
      .always("reports", .integer(), "That are shown."),
      .always("withdrawn", .integer(), "Reports that every catalogue withdrew."),
      .always("records", .integer(), "Tombstones included."),
      .always("last_change", .integer(), "The change log's last number.")),
    Named(
      "StateCount", "How many catalogues are in one state.", .always("state", .string()),
      .always("count", .integer())),
    Named(
      "Need", "Something that goes on only when a person acts.",
      .always(
        "kind",
        .oneOf(Need.Kind.known.map(\.rawValue))), .perhaps("catalogue", .string()),
      .perhaps("since", .string(.moment)),
      .always("message", .string(), "For people."),
      .perhaps("command", .string(), "What to type, if that helps.")),
    Named(
      "Problem", "Why a request was not done (RFC 9457).", .always("type", .string(), "about:blank"),
      .always("title", .string(), "The status in words."), .always("status", .integer(from: 400, to: 599)),
      .always("detail", .string(), "What is wrong and what to do, for people."),
      .always("code", .string(), "The reason, for programs."),
      .perhaps("nearest", .array(.string()), "What was probably meant.")),
  ]

  private static let catalogues = [
    list("CatalogueList", of: "Catalogue"),
    Named(
      "Catalogue", "How a catalogue stands.", .always("name", .string()), .always("title", .string()),
      .always("url", .string(), "Without user and password."), .always("format", .string()),
      .perhaps("format_is_found", .boolean, "Whether it was found out from an answer."),
      .perhaps("moved_to", .string(), "Where requests are moved for good (HTTP 301, 308)."),
      .always("priority", .integer(from: nil)), .always("interval", .integer(), "Seconds between runs."),
      .always("state", .named("CatalogueState")),
      .perhaps("in_step", .string(.moment), "When the last run closed."), .perhaps("last_run", .named("Run")),
      .always("recent_runs", .array(.named("RecentRun")), "The last few, the oldest first."),
      .perhaps("next_run", .named("NextRun")), .always("counts", .named("RecordCounts")),
      .always("about", .array(.named("Fact")), "What the upstream says of itself."),
      .perhaps("held", .named("Held")), .always("rejects", .integer(), "Records that are set aside."),
      .always("open_conflicts", .integer(), "With its upstream, that wait for a person."),
      .always("repairs", .array(.named("Tally")), "What the last run mended."),
      .perhaps("last_error", .named("Failure"))),
    Named(
      "CatalogueState", "What a catalogue is doing; each state has members of its own.",
      .always(
        "name",
        .oneOf(["idle", "running", "waiting", "held", "failing", "paused", "disabled", "unconfigured"])),
      .perhaps("run", .integer(from: nil)), .perhaps("until", .string(.moment)),
      .perhaps("because", .string()), .perhaps("deletions", .integer()),
      .perhaps("since", .string(.moment)), .perhaps("times", .integer()), .perhaps("error", .string())),
    Named(
      "NextRun", "When the next run starts.", .always("at", .string(.moment)),
      .always("because", .string(), "What decided that, for people.")),
    Named(
      "RecordCounts", "What a catalogue's records count to.",
      .always("records", .integer(), "Tombstones included."), .always("live", .integer()),
      .always("withdrawn", .integer())),
    Named(
      "Held", "Deletions that wait for a person.", .always("deletions", .integer()),
      .always("of", .integer(), "Of how many live records."), .always("since", .string(.moment)),
      .always("run", .integer(), "The run that held them first.")),
    Named(
      "Failure", "The last failure that no later run has made good.", .always("at", .string(.moment)),
      .always("times", .integer(), "How many runs in a row."), .always("message", .string())),
    Named(
      "Fact", "One thing that an upstream says of itself.", .always("name", .string()),
      .always("value", .string())),
    Named("Tally", "How often something happened.", .always("name", .string()), .always("count", .integer())),
  ]

  private static let runState = Schema.oneOf([
    "running", "done", "done-with-rejects", "done-empty", "held", "broken-off", "failed", "interrupted",
    "abandoned",
  ])

  private static let runs = [
    list("RunList", of: "Run"),
    Named(
      "RecentRun", "A run in few words.", .always("id", .integer(from: nil)), .always("state", runState),
      .always("changes", .integer(), "How many records it added, changed and took away.")),
    Named(
      "Run", "One refresh of one catalogue.",
      .always("id", .integer(from: nil), "Below zero for a dry run, which writes nothing."),
      .always("catalogue", .string()), .always("state", runState),
      .always("full", .boolean, "Whether it asked for everything."), .always("dry_run", .boolean),
      .always("began", .string(.moment)), .perhaps("ended", .string(.moment)),
      .always("counters", .named("RunCounters")), .always("repairs", .array(.named("Tally"))),
      .perhaps("expected", .integer(), "How many records the upstream says the list has."),
      .perhaps("message", .string(), "Why it ended as it did, or what it is doing, for people."),
      .perhaps("preview", .named("Preview"))),
    Named(
      "RunCounters", "What a run did so far.", .always("requests", .integer()),
      .always("bytes", .integer(), "Of answers, content codings undone."), .always("pages", .integer()),
      .always("records", .integer(), "Heard of."), .always("new", .integer()), .always("changed", .integer()),
      .always("unchanged", .integer()), .always("gone", .integer(), "Deletions that were applied."),
      .always("held", .integer(), "Deletions that wait for a person."),
      .always("stale", .integer(), "The store knew a later statement."),
      .always("duplicate", .integer(), "Said again in the same run."), .always("rejects", .integer())),
    Named(
      "Preview", "What a dry run would have changed.", .always("new", .named("PreviewChange")),
      .always("changed", .named("PreviewChange")), .always("gone", .named("PreviewChange")),
      .always("would_hold", .boolean, "Whether the deletions would be held.")),
    Named(
      "PreviewChange", "How many, and the first few.", .always("count", .integer()),
      .always("samples", .array(.named("Sample")))),
    Named(
      "Sample", "A record that would change.", .always("identifier", .string()), .always("title", .string())),
  ]

  private static let reports = [
    Named(
      "SearchResult", "What was found, the best first.", .always("hits", .array(.named("Hit"))),
      .perhaps("total", .integer(), "How many match."),
      .always("total_is_estimate", .boolean, "Whether `total` is only a lower bound."),
      .perhaps("next", .string(), "The `cursor` of the next hits; not there at the end.")),
    Named(
      "Hit", "A report that was found.", .always("report", .named("ReportSummary")),
      .always("snippet", .array(.named("SnippetPart")), "Where the words were found.")),
    Named(
      "SnippetPart", "A piece of text.", .always("text", .string()),
      .perhaps("hit", .boolean, "True where it is one of the words that were asked for.")),
    Named(
      "ReportSummary", "A report in one line.", .always("number", .integer()), .always("title", .string()),
      .perhaps("subtitle", .string()), .always("contributors", .array(.string()), "As printed."),
      .perhaps("published", .string(), "As printed."), .perhaps("publisher", .string()),
      .always("catalogues", .array(.string())), .always("withdrawn", .boolean)),
    Named(
      "ReportDocument", "Everything that is shown of a report.", .always("number", .integer()),
      .always("withdrawn", .boolean), .always("report", .named("Report")),
      .always("records", .array(.named("Record"))),
      .perhaps("past", .named("Past"), "Not there where it shows today.")),
    Named(
      "Record", "A catalogue's record of a report.", .always("catalogue", .string()),
      .always("identifier", .string(), "The upstream's own."), .perhaps("datestamp", .string(.moment)),
      .always("deleted", .boolean), .always("revisions", .integer(), "How many states it has had.")),
    list("RecordList", of: "RecordStatement"),
    Named(
      "RecordStatement", "What a catalogue says of a report.", .always("record", .named("Record")),
      .perhaps("report", .named("Report"), "Its last live state.")),
    list("ChangeList", of: "Change"),
    Named(
      "Change", "A change of what the library shows.", .always("number", .integer(from: 1)),
      .always("kind", .oneOf(ChangeInfo.Kind.known.map(\.rawValue))),
      .always("report", .integer()), .perhaps("title", .string(), "As it is now."),
      .perhaps("catalogue", .string(), "Whose record made it, or whose conflict it is."),
      .perhaps("run", .integer()), .perhaps("at", .string(.moment)),
      .perhaps("other", .integer(), "The other report of a join or split."),
      .perhaps("decision", .integer(), "Of a person, that made it, or settled the conflict."),
      .perhaps("by", .string(), "The user who decided, or wanted a purge."),
      .perhaps("imported", .named("DecisionImport")),
      .perhaps("conflict", .integer(), "That opened, or waits no more.")),
    Named(
      "Report", "A report's fields; those that are empty are left out.", .perhaps("title", .string()),
      .perhaps("subtitle", .string()), .perhaps("contributors", .array(.named("Contributor"))),
      .perhaps("published", .named("PartialDate")), .perhaps("publisher", .string()),
      .perhaps("page_count", .integer()), .perhaps("identifiers", .array(.named("Identifier"))),
      .perhaps("abstract", .string()), .perhaps("subjects", .array(.string())),
      .perhaps("languages", .array(.string()), "BCP 47."), .perhaps("series", .array(.named("Series"))),
      .perhaps("links", .array(.named("Link"))), .perhaps("rights", .array(.string())),
      .perhaps("access", .oneOf(["open", "login-needed"])), .perhaps("types", .array(.string())),
      .perhaps("sections", .array(.named("Section")), "Its table of contents.")),
    Named(
      "PartialDate", "A year, a year and month, or a day.", .always("year", .integer(from: 1)),
      .perhaps("month", .integer(from: 1, to: 12)), .perhaps("day", .integer(from: 1, to: 31)),
      .always("printed", .string())),
    Named(
      "Contributor", "A person or body.", .always("name", .named("Name")), .always("role", .string()),
      .perhaps("kind", .oneOf(["person", "corporate"])), .perhaps("affiliation", .string())),
    Named(
      "Name", "A name, and its parts where they can be told.", .always("printed", .string()),
      .perhaps("family", .string(), "Without its particle."), .perhaps("given", .string()),
      .perhaps("particle", .string()), .perhaps("suffix", .string())),
    Named(
      "Identifier", "What the report is known by elsewhere.",
      .always("scheme", .string(), "doi, isbn, handle …"), .always("value", .string())),
    Named("Series", "A series.", .always("title", .string()), .perhaps("number", .string())),
    Named(
      "Link", "An address.", .always("kind", .oneOf(["landing-page", "full-text", "related"])),
      .always("url", .string())),
    Named(
      "Section", "An entry of the table of contents.", .perhaps("label", .string()),
      .perhaps("title", .string()), .perhaps("contributors", .array(.named("Contributor"))),
      .perhaps("pages", .named("PageRange")), .perhaps("excerpt", .string())),
    Named(
      "PageRange", "Pages, as printed and as numbers.", .always("spans", .array(.named("PageSpan"))),
      .always("printed", .string())),
    Named(
      "PageSpan", "One run of pages.", .always("first", .named("Page")), .perhaps("last", .named("Page")),
      .perhaps("open", .boolean, "Up to a page that is not told.")),
    Named(
      "Page", "A page.", .always("label", .string()),
      .always("numbering", .oneOf(["arabic", "roman", "other"])), .perhaps("number", .integer()),
      .always("bracketed", .boolean)),
  ]

  private static let rejects = [
    list("RejectList", of: "Reject"),
    Named(
      "Reject", "A record that could not be read.", .always("id", .integer()),
      .always("catalogue", .string()), .always("run", .integer()), .perhaps("identifier", .string()),
      .always(
        "place", .integer(),
        "Its first byte in the page, from 0; in a table or a list of references its line, from 1."),
      .always("reason", .string()), .always("at", .string(.moment)), .always("size", .integer(), "Bytes."),
      .perhaps("bytes", .named("RejectBytes"), "Not in lists.")),
    Named(
      "RejectBytes", "A record's bytes: one of the two.",
      .perhaps("text", .string(), "Where they are UTF-8."), .perhaps("base64", .string(), "RFC 4648, 4.")),
  ]

  private static let decisions = [
    Named(
      "RefreshRequest", "What is to be asked.",
      .perhaps("full", .boolean, "Everything, not only what changed."),
      .perhaps("dry_run", .boolean, "Only to say what would change.")),
    Named("RefreshAnswer", "The runs that it starts.", .always("runs", .array(.named("RefreshStart")))),
    Named(
      "RefreshStart", "A run, or where it will be found.", .always("catalogue", .string()),
      .perhaps("run", .integer(from: nil), "To follow; a dry run's is below zero."),
      .perhaps(
        "after", .integer(), "The catalogue's last run before: the one that waits gets a higher number."),
      .always(
        "already", .boolean,
        "Whether it is one that goes on already, or a dry run of the same that waits already."),
      .perhaps("message", .string())),
    Named(
      "PauseAnswer", "How the catalogue stands now.", .always("catalogue", .string()),
      .always("paused", .boolean), .always("message", .string())),
    Named(
      "Decision", "What became of a decision about held deletions.", .always("catalogue", .string()),
      .always("deletions", .integer()),
      .always("done", .boolean, "False where it waits for the open run's close."),
      .always("message", .string())),
    Named(
      "ReparseAnswer", "What reading again brought.", .always("catalogue", .string()),
      .always("records", .integer()), .always("changed", .integer()), .always("mended", .integer()),
      .always("rejects", .integer()), .always("done", .boolean), .perhaps("message", .string())),
    Named(
      "ForgetRequest", "What is to be forgotten.", .perhaps("purge", .boolean, "Its records, too."),
      .perhaps("dry_run", .boolean)),
    Named(
      "ForgetAnswer", "What goes, or would.", .always("catalogue", .string()), .always("purge", .boolean),
      .always("done", .boolean), .always("reports", .integer()), .always("withdrawn", .integer()),
      .always("records", .integer()), .always("rejects", .integer()),
      .always("decisions", .integer(), "What persons decided over nothing else: it goes, too."),
      .always("handed_over", .integer(), "What persons decided that goes on over other catalogues' records.")),
    Named(
      "RenameRequest", "Under which name the records go on.",
      .always("to", .matching("^(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")),
      .perhaps("another", .boolean, "That it is another catalogue.")),
    Named(
      "RenameAnswer", "What was renamed.", .always("catalogue", .string()), .always("to", .string()),
      .always("records", .integer()), .always("message", .string())),
    Named(
      "ReloadAnswer", "What the configuration changed: names of catalogues.",
      .always("added", .array(.string())), .always("changed", .array(.string())),
      .always("removed", .array(.string())), .always("unchanged", .integer()),
      .always("waiting", .array(.string()), "New names that wait for `rename`."),
      .always("problems", .array(.named("ConfigurationFault"))), .always("notes", .array(.string()))),
    Named(
      "ConfigurationFault", "A fault of a file.", .always("file", .string()), .always("line", .integer()),
      .always("column", .integer()), .always("message", .string()), .perhaps("catalogue", .string())),
  ]

  private static let keeping = [
    Named(
      "Check", "A check of the store.", .always("number", .integer()),
      .always("state", .oneOf(["none", "running", "sound", "damaged", "failed"])),
      .perhaps("began", .string(.moment)), .perhaps("ended", .string(.moment)), .perhaps("stage", .string()),
      .always("done", .integer()), .always("total", .integer()),
      .always("faults", .array(.named("CheckFault"))),
      .perhaps("message", .string())),
    Named(
      "CheckFault", "What is wrong, and what to do.", .always("what", .string()), .always("remedy", .string())
    ),
    Named(
      "CompactAnswer", "Bytes on disk.", .always("before", .integer()), .always("after", .integer())),
  ]
}
