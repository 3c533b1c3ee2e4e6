import Catalogue
import ControlAPI
import Testing

@Suite("The messages keep their form, and bear with newer ones")
struct MessageTests {
  private func text(_ value: some Encodable) throws -> String {
    String(decoding: try JSON.encode(value), as: UTF8.self)
  }

  private func read<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try JSON.decode(type, from: Array(text.utf8))
  }

  static let moment = Timestamp(seconds: 1_764_000_000)

  @Test(
    arguments: [
      (.idle, #"{"name":"idle"}"#), (.disabled, #"{"name":"disabled"}"#),
      (.running(run: 7), #"{"name":"running","run":7}"#),
      (.waiting(until: nil, because: "b"), #"{"because":"b","name":"waiting"}"#),
      (
        .waiting(until: moment, because: "b"),
        #"{"because":"b","name":"waiting","until":"2025-11-24T16:00:00Z"}"#
      ),
      (.held(deletions: 5), #"{"deletions":5,"name":"held"}"#),
      (
        .failing(since: moment, times: 2, error: "e"),
        #"{"error":"e","name":"failing","since":"2025-11-24T16:00:00Z","times":2}"#
      ),
      (.other(name: "brewing"), #"{"name":"brewing"}"#),
    ] as [(CatalogueState, String)])
  func states(_ state: CatalogueState, _ json: String) throws {
    #expect(try text(state) == json)
    #expect(try read(CatalogueState.self, json) == state)
  }

  @Test("states and codes that this release does not know are kept, or said to be unknown")
  func newer() throws {
    #expect(try read(RunInfo.State.self, #""on-the-moon""#) == .unknown)
    #expect(try read(Status.State.self, #""dreaming""#) == .unknown)
    #expect(try read(Problem.Code.self, #""too-early""#).rawValue == "too-early")
    #expect(try read(CatalogueState.self, #"{"name": "idle", "since": 1}"#) == .idle)
    #expect(try read(RefreshRequest.self, #"{"sooner": true}"#) == RefreshRequest())
  }

  @Test func runs() throws {
    var run = RunInfo(
      id: -1, catalogue: "polar", state: .doneEmpty, full: true, dryRun: true, began: Self.moment)
    run.preview = DryRunReport(wouldHold: true)
    #expect(try read(RunInfo.self, try text(run)) == run)
    #expect(try text(run).contains(#""state":"done-empty""#))
    #expect(RunInfo.State.allCases.filter { !$0.isOver } == [.running, .interrupted])
  }

  @Test(
    arguments: [
      ("2026-11-24T08:10:29Z", 1_795_507_829), ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1),
      ("2024-02-29T12:00:00Z", 1_709_208_000), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] as [(String, Int64)])
  func timestamps(_ text: String, _ seconds: Int64) {
    #expect(Timestamp(text)?.seconds == seconds)
    #expect("\(Timestamp(seconds: seconds))" == text)
  }

  @Test(
    arguments: [
      ("2024-02-29t13:00:00.5+01:00", 1_709_208_000), ("2024-02-29 10:30:00-01:30", 1_709_208_000),
      ("2024-02-29", 1_709_164_800),
    ] as [(String, Int64)])
  func otherForms(_ text: String, _ seconds: Int64) { #expect(Timestamp(text)?.seconds == seconds) }

  @Test(arguments: [
    "", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00",
    "2024-01-01T00:00Z",
    "24-01-01", "2024-01-01T00:00:00Zz", "2024-01-01T00:00:00.Z", "２０２４-01-01",
  ])
  func noTimestamps(_ text: String) { #expect(Timestamp(text) == nil) }

  @Test(
    "what says since when is what its pattern says",
    arguments: [
      ("0", .number(0)), ("007", .number(7)), ("999999999999999999", .number(999_999_999_999_999_999)),
      ("run:17", .run(17)), ("2026-11-24", .moment(1_795_478_400)),
      ("2026-11-24T08:10:29Z", .moment(1_795_507_829)),
      ("2026-11-24t09:10:29.25+01:00", .moment(1_795_507_829)),
      ("2026-11-24 06:40:29-01:30", .moment(1_795_507_829)), ("2026-11-24T23:59:60Z", .moment(1_795_564_800)),
      ("", nil), ("-1", nil), ("+5", nil), ("1000000000000000000", nil), ("run:0", nil), ("run:01", nil),
      ("run:+1", nil), ("run:", nil), ("2026-11", nil), ("2026-13-01", nil), ("2026-11-24T24:00:00Z", nil),
      ("2026-11-24T23:59:61Z", nil), ("2026-11-24T23:59:59", nil), ("2026-11-24T23:59:59+1", nil),
      ("2026-11-24T23:59:59+24:00", nil), ("２０２６-11-24", nil), ("٣", nil), ("5\n", nil), (" 5", nil),
    ] as [(String, Since?)])
  func since(_ text: String, _ since: Since?) throws {
    #expect(Since(text) == since)
    // JSON Schema's regular expressions are ECMAScript's: \d and the like are not in it, and Swift reads it alike.
    #expect(try (text.wholeMatch(of: Regex(Since.pattern)) != nil) == (since != nil))
  }

  @Test func cursors() throws {
    let list = ListMark(.runs, "polar")
    #expect(list.place(list.cursor("17")) == "17")
    for other in [
      ListMark(.runs), ListMark(.runs, "riverbank"), ListMark(.rejects, "polar"),
      ListMark(.runs, "polar", "x"),
    ] {
      #expect(other.place(list.cursor("17")) == nil)
    }
    #expect(ListMark(.reports, "a", "b") != ListMark(.reports, "b", "a"))
    #expect(ListMark(.runs, nil) == ListMark(.runs, ""))
    #expect(try list.cursor("17").wholeMatch(of: Regex("^17\(ListMark.pattern)$")) != nil)
    #expect(list.place("17") == nil && list.place("") == nil)
  }

  @Test func rejectedBytes() throws {
    #expect(try text(RejectInfo.Bytes(Array("<a é".utf8))) == #"{"text":"<a é"}"#)
    #expect(try text(RejectInfo.Bytes([0xff, 0])) == #"{"base64":"/wA="}"#)
    #expect(try read(RejectInfo.Bytes.self, #"{"base64":"/wA="}"#).bytes == [0xff, 0])
    #expect(throws: DecodingError.self) { try read(RejectInfo.Bytes.self, #"{"base64":"!"}"#) }
  }

  @Test func snippets() throws {
    let snippet = Snippet(marked: "\u{2}sea\u{3} and \u{2}ice")
    #expect(
      snippet.parts == [
        Snippet.Part(text: "sea", hit: true), Snippet.Part(text: " and "),
        Snippet.Part(text: "ice", hit: true),
      ])
    #expect(try read(Snippet.self, try text(snippet)) == snippet)
  }

  @Test(
    arguments: [
      ("stauts", ["status"]), ("REFRSH", ["refresh"]), ("re", ["refresh", "rejects"]), ("frobnicate", []),
      ("", []),
      ("s", []),
    ] as [(String, [String])])
  func nearest(_ word: String, _ meant: [String]) {
    #expect(Nearest.of(word, among: ["status", "refresh", "rejects", "runs"]) == meant)
  }
}
