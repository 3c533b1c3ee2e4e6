import Catalogue
import Citations

/// What the socket can be asked. The server routes by this table, and the OpenAPI document is written from it: so they
/// cannot differ.
public enum Operation: String, Sendable, CaseIterable {
  case status, catalogues, catalogue
  case refreshAll = "refresh_all"
  case refresh, pause, resume, approve, reject, reparse, forget, rename, reload
  case trim, purge
  case exportDecisions = "export_decisions"
  case importDecisions = "import_decisions"
  case runs, run, reports, history, records, citation, export
  case provenance, edit
  case undoEdits = "undo_edits"
  case pin, merge
  case keepApart = "keep_apart"
  case report, changes, decisions, undo, suggestions, rejects
  case rejectedRecord = "rejected_record"
  case backup, check
  case beginCheck = "begin_check"
  case compact, events, openapi, metrics
  case conflicts
  case resolveAll = "resolve_all"
  case resolve, conflict
  case probe
}

/// Where an operation is asked, with what, and how it answers.
public struct Route: Sendable {
  /// An argument of the query.
  public struct Parameter: Sendable {
    public var name: String
    public var schema: Schema
    public var description: String
  }

  /// What an answer is.
  public enum Answer: Sendable {
    case json(Schema)
    case other(types: [String], description: String)

    /// The media type, or that which is answered unless another is asked for.
    public var type: String { types[0] }

    /// The media types that may be asked for.
    public var types: [String] {
      switch self {
      case .json: ["application/json"]
      case .other(let types, _): types
      }
    }
  }

  public var method: String
  /// With the names of its parts in braces: `/v1/catalogues/{name}`.
  public var path: String
  public var summary: String
  public var parameters: [Parameter]
  /// The body's schema; a body may be left out, unless `needsBody`.
  public var body: Schema?
  public var needsBody = false
  /// 200, or 202 where what was asked for only begins.
  public var status = 200
  public var answer: Answer
  /// The statuses of problems that belong to it, besides those that any request may meet.
  public var problems: [Int]
  /// Whether only root, the daemon's user and the configured group may ask it.
  public var isRestricted: Bool

  static func get(
    _ path: String, _ summary: String, _ parameters: [Parameter] = [], _ answer: Schema, problems: [Int] = []
  ) -> Route {
    get(path, summary, parameters, .json(answer), problems: problems)
  }

  static func get(
    _ path: String, _ summary: String, _ parameters: [Parameter] = [], _ answer: Answer, problems: [Int] = [],
    isRestricted: Bool = false
  ) -> Route {
    Route(
      method: "GET", path: path, summary: summary, parameters: parameters, answer: answer,
      problems: problems + (parameters.isEmpty ? [] : [400]), isRestricted: isRestricted)
  }

  /// A change that is asked for in another way than by POST.
  static func change(
    _ method: String, _ path: String, _ summary: String, _ parameters: [Parameter] = [], body: Schema? = nil,
    _ answer: Schema, problems: [Int]
  ) -> Route {
    Route(
      method: method, path: path, summary: summary, parameters: parameters, body: body,
      needsBody: body != nil, answer: .json(answer), problems: problems, isRestricted: true)
  }

  static func post(
    _ path: String, _ summary: String, body: Schema? = nil, needsBody: Bool = false, status: Int = 200,
    _ answer: Schema, problems: [Int] = []
  ) -> Route {
    Route(
      method: "POST", path: path, summary: summary, parameters: [], body: body, needsBody: needsBody,
      status: status, answer: .json(answer), problems: problems + (body == nil ? [] : [400]),
      isRestricted: true)
  }
}

extension Route {
  /// A question that needs a body, and changes nothing: for everybody who may read.
  static func question(_ path: String, _ summary: String, body: Schema, _ answer: Schema, problems: [Int])
    -> Route
  {
    Route(
      method: "POST", path: path, summary: summary, parameters: [], body: body, needsBody: true,
      answer: .json(answer), problems: problems + [400], isRestricted: false)
  }
}

extension Route.Parameter {
  static let limit = Route.Parameter(
    name: "limit", schema: .integer(from: 1, to: 1000), description: "How many items at most; 50 unless said."
  )
  static let cursor = Route.Parameter(
    name: "cursor", schema: .matching("^[0-9]{1,18}\(ListMark.pattern)$"), description: continued)
  private static let continued =
    "What the answer before gave as `next`, to the same question: that of another list is refused."
  /// `SearchCursor`'s form, and the list's mark.
  static let searchCursor = Route.Parameter(
    name: "cursor",
    schema: .matching(
      "^[0-9]{1,12}-[0-9]{1,12}-([0-9]{1,18}|9223372036854775807)-[0-9]{1,18}\(ListMark.pattern)$"),
    description: continued)
  /// `HistoryCursor`'s form, and the list's mark.
  static let historyCursor = Route.Parameter(
    name: "cursor",
    schema: .matching("^[0-9]{1,12}-[0-9]{1,12}-[0-3]-[0-9]{1,18}-[0-9]{1,18}\(ListMark.pattern)$"),
    description: continued)
  static let conflictState = Route.Parameter(
    name: "state", schema: .oneOf(["open", "all"]),
    description:
      "Those that wait for a person, which is what is answered unless said; or also those that ended.")
  static let conflictKind = Route.Parameter(
    name: "kind", schema: .oneOf(ConflictInfo.Kind.known.map(\.rawValue)),
    description: "Only those of this kind."
  )
  static let past = Route.Parameter(
    name: "at",
    schema: .matching(PastTime.pattern),
    description:
      "As it was: at the end of a day (UTC), at a moment (RFC 3339), or what the revision of this number said."
  )
  static let pairCursor = Route.Parameter(
    name: "cursor", schema: .matching("^[0-9]{1,18}-[0-9]{1,18}\(ListMark.pattern)$"), description: continued)
  static let report = Route.Parameter(
    name: "report", schema: .string(), description: "Only what concerns this report, named as in its path.")
  static let field = Route.Parameter(
    name: "field", schema: .string(), description: "Only this field of the report.")
  static let catalogue = Route.Parameter(
    name: "catalogue", schema: .string(), description: "Only what belongs to the catalogue of this name.")
  static let words = Route.Parameter(
    name: "q", schema: .string(),
    description:
      "Words, a \"phrase\", or the beginning* of one; at most \(SearchLimits.words) words, of which "
      + "\(SearchLimits.beginnings) with a star. Without it, all reports.")
  static let sections = Route.Parameter(
    name: "sections", schema: .matching(SectionChoice.pattern),
    description: "These entries of its contents in place of the whole, by their places in it: 3,5-7.")
  static let withSections = Route.Parameter(
    name: "sections", schema: .oneOf(["yes", "no"]),
    description:
      "Whether the entries of each report's contents follow it: in RIS, BibTeX and CSL-JSON; no unless said.")
  static let citationFormat = format(RecordFormat.cited)
  static let exportFormat = format(RecordFormat.exported)
  private static func format(_ formats: [RecordFormat]) -> Route.Parameter {
    Route.Parameter(
      name: "format", schema: .oneOf(formats.map(\.rawValue)),
      description: "Unless `Accept` says it; \(formats[0].rawValue) unless either does.")
  }
  static let style = Route.Parameter(
    name: "style", schema: .oneOf(TextStyle.allCases.map(\.rawValue)),
    description: "Of text: Chicago (17th edition, author-date), APA (7th) or MLA (9th); chicago unless said.")
  static let since = Route.Parameter(
    name: "since",
    schema: .matching(Since.pattern),
    description:
      "Only what came after: a change's number, a moment (RFC 3339), a day (of UTC), or `run:` and a run's number."
  )
}

extension Operation {
  /// The methods by which it is asked: a question also by its head alone, unless answering it is work.
  public var methods: [String] {
    switch self {
    case .backup, .events, .export: ["GET"]
    default: route.method == "GET" ? ["GET", "HEAD"] : [route.method]
    }
  }

  /// Its row of the table.
  public var route: Route { Self.routes[self] ?? Self.unknown }

  private static let unknown = Route.get("/v1", "", [], .boolean)

  private static let routes: [Operation: Route] = [
    .status: .get("/v1/status", "How the daemon is, and what needs a person.", [], .named("Status")),
    .catalogues: .get(
      "/v1/catalogues", "All catalogues, by name.", [], .named("CatalogueList")),
    .catalogue: .get("/v1/catalogues/{name}", "One catalogue.", [], .named("Catalogue"), problems: [404]),
    .refreshAll: .post(
      "/v1/refresh", "Asks all upstreams now. The runs begin as soon as there is room.",
      body: .named("RefreshRequest"), status: 202, .named("RefreshAnswer")),
    .refresh: .post(
      "/v1/catalogues/{name}/refresh", "Asks the catalogue's upstream now.", body: .named("RefreshRequest"),
      status: 202, .named("RefreshAnswer"), problems: [404, 409]),
    .pause: .post(
      "/v1/catalogues/{name}/pause",
      "Asks the upstream no more by itself until `resume`, also over restarts. A run stops at a page's end, and goes on then. "
        + "A refresh is carried out all the same.",
      .named("PauseAnswer"), problems: [404, 409]),
    .resume: .post(
      "/v1/catalogues/{name}/resume", "Ends a pause.", .named("PauseAnswer"), problems: [404, 409]),
    .approve: .post(
      "/v1/catalogues/{name}/approve", "Applies the deletions that are held.", .named("Decision"),
      problems: [404, 409]),
    .reject: .post(
      "/v1/catalogues/{name}/reject", "Refuses the deletions that are held; the records stay.",
      .named("Decision"), problems: [404, 409]),
    .reparse: .post(
      "/v1/catalogues/{name}/reparse", "Reads the kept bytes again, without asking the upstream.",
      .named("ReparseAnswer"), problems: [404, 409]),
    .forget: .post(
      "/v1/catalogues/{name}/forget",
      "Lists a catalogue that has no file any more no longer, or removes what only it carries.",
      body: .named("ForgetRequest"), .named("ForgetAnswer"), problems: [404, 409]),
    .rename: .post(
      "/v1/catalogues/{name}/rename", "Says under which name a catalogue goes on that has no file any more.",
      body: .named("RenameRequest"), needsBody: true, .named("RenameAnswer"), problems: [404, 409]),
    .reload: .post("/v1/reload", "Reads the configuration again.", .named("ReloadAnswer")),
    .runs: .get(
      "/v1/runs", "Runs, the latest first.", [.catalogue, .limit, .cursor], .named("RunList"), problems: [404]
    ),
    .run: .get("/v1/runs/{id}", "One run.", [], .named("Run"), problems: [404]),
    .reports: .get(
      "/v1/reports", "Searches the reports, the best first; or lists them, by number.",
      [.words, .catalogue, .limit, .searchCursor], .named("SearchResult"), problems: [404]),
    .report: .get(
      "/v1/reports/{id}",
      "One report: by its number, a DOI, an ISBN, a handle, or the upstream's identifier. Its slashes are best encoded "
        + "(`%2F`): so one that ends in `/history` or `/records` is told from what is below a report. As it is, or as it was.",
      [.past], .named("ReportDocument"), problems: [404]),
    .history: .get(
      "/v1/reports/{id}/history",
      "What has come to pass with the report, the latest first: every revision, decision, join and split, conflict and its end.",
      [.limit, .historyCursor], .named("History"), problems: [404]),
    .records: .get(
      "/v1/reports/{id}/records", "What each catalogue says of the report.", [], .named("RecordList"),
      problems: [404]),
    .citation: .get(
      "/v1/reports/{id}/citation", "The report, or entries of its contents, as reference managers take it.",
      [.sections, .citationFormat, .style],
      .other(
        types: RecordFormat.cited.map(\.mediaType),
        description: "References in words, RIS, BibTeX or CSL-JSON, as `format` or `Accept` asks."),
      problems: [404]),
    .export: .get(
      "/v1/export",
      "All reports, or those that are found, as a stream of any length. With `since`, only what has changed since then; "
        + "what is gone since then is told in JSON lines, CSV, MARCXML and oai_dc: with `q`, also what has changed and is "
        + "not found by it now.",
      [.words, .exportFormat, .since, .withSections],
      .other(
        types: RecordFormat.exported.map(\.mediaType),
        description:
          "`\(ExportRequest.changeField)` says up to which change it goes: `since` that number goes on from there. Where it "
          + "cannot be brought to its end, the connection ends without the last chunk."),
      problems: [404, 503]),
    .changes: .get(
      "/v1/changes",
      "The change log, in order: every change of what the library shows. Of one catalogue, an answer may hold fewer than `limit`, even none, and yet a `next`.",
      [.since, .catalogue, .limit, .cursor], .named("ChangeList"), problems: [404]),
    .provenance: .get(
      "/v1/reports/{id}/provenance",
      "Where each value of the report comes from: which record's revision, or which edit; and what the others say.",
      [], .named("Provenance"), problems: [404]),
    .edit: .change(
      "PATCH", "/v1/reports/{id}/edits", "Edits the report: all that is asked for, or nothing.",
      body: .named("EditRequest"), .named("EditAnswer"), problems: [400, 404, 409]),
    .undoEdits: .change(
      "DELETE", "/v1/reports/{id}/edits", "Takes all edits of the report back, or of one field.", [.field],
      .named("EditAnswer"), problems: [400, 404]),
    .pin: .post(
      "/v1/reports/{id}/pin", "Lets a field come from one catalogue's record.", body: .named("PinRequest"),
      needsBody: true, .named("EditAnswer"), problems: [404]),
    .merge: .post(
      "/v1/reports/{id}/merge", "Makes two reports one.", body: .named("MergeRequest"), needsBody: true,
      .named("EditAnswer"), problems: [404, 409]),
    .keepApart: .post(
      "/v1/reports/{id}/keep-apart", "Makes two reports of one, or keeps two from becoming one.",
      body: .named("KeepApartRequest"), needsBody: true, .named("EditAnswer"), problems: [404]),
    .decisions: .get(
      "/v1/decisions", "What persons decided, the latest first.", [.report, .limit, .cursor],
      .named("DecisionList"), problems: [404]),
    .undo: .post(
      "/v1/decisions/{id}/undo", "Takes a decision back: all shows as if it had not been made.",
      body: .named("UndoRequest"), .named("EditAnswer"), problems: [404, 409]),
    .suggestions: .get(
      "/v1/suggestions", "Reports that might be one: merge them, or keep them apart.",
      [.limit, .pairCursor], .named("SuggestionList")),
    .rejects: .get(
      "/v1/rejects", "Records that could not be read, the latest first.", [.catalogue, .limit, .cursor],
      .named("RejectList"), problems: [404]),
    .rejectedRecord: .get(
      "/v1/rejects/{id}", "One of them, with its bytes.", [], .named("Reject"), problems: [404]),
    .backup: .get(
      "/v1/backup", "The whole store as of one moment, checked.", [],
      .other(types: ["application/vnd.sqlite3"], description: "An SQLite file; `Repr-Digest` is RFC 9530's."),
      problems: [409, 507], isRestricted: true),
    .check: .get(
      "/v1/verify", "The check of the store that is going on, or the last one.", [], .named("Check")),
    .beginCheck: .post(
      "/v1/verify", "Begins a check of the store, unless one is going on.", status: 202, .named("Check"),
      problems: [409]),
    .purge: .post(
      "/v1/reports/{id}/purge",
      "Removes a report for good: its records, all their states, and the decisions that concern nothing else. An upstream "
        + "that goes on listing it brings it back, as a new one.",
      body: .named("PurgeRequest"), .named("PurgeAnswer"), problems: [404, 409]),
    .trim: .post(
      "/v1/trim",
      "Removes old states of records for good, of catalogues whose file says `trim = true`. May take minutes, and others "
        + "go on meanwhile.",
      body: .named("TrimRequest"), needsBody: true, .named("TrimAnswer"), problems: [404, 409]),
    .exportDecisions: .get(
      "/v1/decisions/export", "What persons decided, as another store can take it, the first first.",
      [.limit, .cursor], .named("PortableDecisionList")),
    .importDecisions: .post(
      "/v1/decisions/import",
      "Takes decisions of another store. One that is here already is not taken twice; one whose record or earlier decision "
        + "is not here is refused, and the others are taken.",
      body: .named("ImportRequest"), needsBody: true, .named("ImportAnswer"), problems: [409]),
    .compact: .post(
      "/v1/compact", "Writes the store's file without its gaps.", .named("CompactAnswer"),
      problems: [409, 507]),
    .events: .get(
      "/v1/events",
      "Server-sent events: `run` (a Run, as it begins, goes on and ends), `catalogue` (its name, when how it stands has "
        + "changed), `changes` (the change log's last number), `report` (its number, when a person decided about it), `conflict` (a Conflict, as it opens and ends). `Last-Event-ID` goes on behind an event; where what came since is not "
        + "known any more, the first event is `reset`: ask anew.", [],
      .other(types: ["text/event-stream"], description: "Each event's data is one line of JSON."),
      problems: [503]),
    .openapi: .get(
      "/v1/openapi.json", "This document.", [],
      .other(types: ["application/json"], description: "OpenAPI 3.1.")),
    .metrics: .get(
      "/metrics", "Figures for monitoring.", [],
      .other(
        types: [
          "application/openmetrics-text; version=1.0.0; charset=utf-8",
          "text/plain; version=0.0.4; charset=utf-8",
        ],
        description: "OpenMetrics 1.0 text, or Prometheus's older form of it.")),
    .conflicts: .get(
      "/v1/conflicts", "What upstreams and persons say against each other, the latest first.",
      [.conflictState, .catalogue, .conflictKind, .report, .limit, .cursor], .named("ConflictList"),
      problems: [404]),
    .conflict: .get("/v1/conflicts/{id}", "One conflict.", [], .named("Conflict"), problems: [404]),
    .resolve: .post(
      "/v1/conflicts/{id}/resolution", "Settles a conflict as it stands now.",
      body: .named("ResolutionRequest"), needsBody: true, .named("Resolution"), problems: [404, 409]),
    .resolveAll: .post(
      "/v1/conflicts/resolution", "Settles all open conflicts that match, or says which they are.",
      body: .named("ResolutionsRequest"), needsBody: true, .named("Resolutions"), problems: [404, 409]),
    .probe: .question(
      "/v1/probe",
      "Looks at an address for ways in which its catalogue can be had, and says which file would make a catalogue of the "
        + "best. Nothing is stored. Only who may change things may have addresses of private networks looked at. May take "
        + "a minute or two.",
      body: .named("ProbeRequest"), .named("Probe"), problems: [409, 502]),
  ]
}
