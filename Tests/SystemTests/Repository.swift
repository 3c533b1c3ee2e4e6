import Foundation
import Synchronization
import TestSupport

/// An OAI-PMH repository of invented reports that a test can change and slow down.
final class Repository: Sendable {
  struct State {
    /// Changes a part of the records: the version is in their titles and datestamps.
    var version = 0
    /// Seconds before each page.
    var delay = 0.0
    /// The upstream's policy (OAI-PMH 2.0, 3.5): persistent, transient or no.
    var deletedRecord = "persistent"
    /// Where the list ends.
    var count: Int
    /// Wrong bytes put in the place of a record's abstract.
    var broken: Set<Int> = []
    /// Whether it answers 503 where a list goes on.
    var isBusy = false
    /// Whether nothing is at the address any more.
    var isGone = false
  }

  let page: Int
  /// What its DOIs begin with, behind the prefix: repositories of one name carry the same reports.
  let name: String
  private let state: Mutex<State>
  private let server = Mutex<LoopbackServer?>(nil)

  init(records: Int, page: Int, name: String = "test") {
    self.page = page
    self.name = name
    state = Mutex(State(count: records))
    server.withLock { $0 = LoopbackServer { [unowned self] in self.answer($0) } }
  }

  func stop() { server.withLock { $0?.stop() } }
  var url: String { server.withLock { $0?.url("/oai") ?? "" } }
  var requests: Int { server.withLock { $0?.requestCount ?? 0 } }

  func change(_ body: @Sendable (inout sending State) -> Void) { state.withLock { body(&$0) } }

  /// The file that makes this a catalogue.
  var toml: String {
    "title = \"Test repository\"\nurl = \"\(url)\"\nformat = \"oai-pmh\"\ninterval = \"30d\"\ngap = \"0s\"\n"
  }

  private func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
    let state = self.state.withLock { $0 }
    let query = request.query
    if state.isGone { return LoopbackServer.Reply(404) }
    switch query["verb"] {
    case "Identify":
      return .xml(
        document(
          "<Identify><repositoryName>Test repository</repositoryName><baseURL>\(url)</baseURL>"
            + "<protocolVersion>2.0</protocolVersion><adminEmail>admin@test.example</adminEmail>"
            + "<earliestDatestamp>2015-01-01T00:00:00Z</earliestDatestamp>"
            + "<deletedRecord>\(state.deletedRecord)</deletedRecord>"
            + "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>", state))
    case "ListMetadataFormats":
      return .xml(
        document(
          "<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix>"
            + "<schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>"
            + "<metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace>"
            + "</metadataFormat></ListMetadataFormats>", state))
    case "ListSets":
      return .xml(document("<error code=\"noSetHierarchy\">no sets</error>", state))
    case "ListRecords":
      if query["from"] != nil {
        return .xml(document("<error code=\"noRecordsMatch\">nothing new</error>", state))
      }
      if state.isBusy, query["resumptionToken"] != nil { return LoopbackServer.Reply(503) }
      let first = Int(query["resumptionToken"]?.dropFirst() ?? "0") ?? 0
      return .xml(list(from: first, state)).delayed(state.delay)
    default:
      return .xml(document("<error code=\"badVerb\">no such verb</error>", state))
    }
  }

  private func list(from first: Int, _ state: State) -> String {
    let end = min(first + page, state.count)
    let records = (first..<max(first, end)).map { record($0, state) }.joined()
    let token = end < state.count ? "t\(end)" : ""
    return document(
      "<ListRecords>\n\(records)<resumptionToken completeListSize=\"\(state.count)\" cursor=\"\(first)\">\(token)"
        + "</resumptionToken></ListRecords>", state)
  }

  private func record(_ number: Int, _ state: State) -> String {
    // Every record changes in some of the versions, by its number.
    let version = (0...state.version).last { ($0 + number) % 5 == 0 } ?? 0
    let stamp = "20\(15 + version)-01-01T00:\(two(number / 60 % 60)):\(two(number % 60))Z"
    let head = "<identifier>oai:test.example:\(number)</identifier><datestamp>\(stamp)</datestamp>"
    if (number + version) % 19 == 0 {
      return "<record><header status=\"deleted\">\(head)</header></record>\n"
    }
    let abstract =
      state.broken.contains(number)
      ? "</dc:description></oops>" : "An invented abstract on subject \(number % 37)."
    return "<record><header>\(head)</header><metadata>"
      + "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
      + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>\(name == "test" ? "Report" : "Another") \(number), version \(version)</dc:title>"
      + "<dc:creator>Okafor, Ngozi</dc:creator><dc:description>\(abstract)</dc:description>"
      + "<dc:date>2020-01-0\(number % 9 + 1)</dc:date>"
      + "<dc:identifier>https://doi.org/10.5555/\(name).\(number)</dc:identifier></oai_dc:dc></metadata></record>\n"
  }

  private func document(_ body: String, _ state: State) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
      + "<responseDate>20\(20 + state.version)-01-01T00:00:00Z</responseDate><request>\(url)</request>\(body)</OAI-PMH>\n"
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
