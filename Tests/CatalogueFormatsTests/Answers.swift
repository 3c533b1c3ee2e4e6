import Catalogue
import Foundation

@testable import CatalogueFormats

/// Answers of a repository, as text.
enum Answers {
  static let namespaces = """
    xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    """

  static func envelope(_ inner: String, date: String = "2024-05-01T12:00:00Z") -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>\(date)</responseDate>\
    <request verb="ListRecords">http://r.example/oai</request>\(inner)</OAI-PMH>
    """
  }

  static func list(
    _ records: [String], token: String? = nil, size: Int? = nil, date: String = "2024-05-01T12:00:00Z"
  )
    -> String
  {
    let attributes = size.map { " completeListSize=\"\($0)\"" } ?? ""
    let end = token.map { "<resumptionToken\(attributes)>\($0)</resumptionToken>" } ?? ""
    return envelope("<ListRecords>\n\(records.joined(separator: "\n"))\n\(end)</ListRecords>", date: date)
  }

  static func record(_ identifier: String, _ stamp: String = "2020-01-01T00:00:00Z", _ fields: String? = nil)
    -> String
  {
    let fields = fields ?? "<dc:title>Report \(identifier)</dc:title><dc:creator>Haas, Marcel de</dc:creator>"
    return """
      <record><header><identifier>\(identifier)</identifier><datestamp>\(stamp)</datestamp></header>\
      <metadata><oai_dc:dc \(namespaces)>\(fields)</oai_dc:dc></metadata></record>
      """
  }

  static func deleted(_ identifier: String, _ stamp: String = "2020-01-01T00:00:00Z") -> String {
    "<record><header status=\"deleted\"><identifier>\(identifier)</identifier><datestamp>\(stamp)</datestamp></header></record>"
  }

  static func identify(
    deleted: String = "transient", granularity: String = "YYYY-MM-DDThh:mm:ssZ",
    earliest: String = "2000-01-01T00:00:00Z",
    date: String = "2024-05-01T11:59:00Z"
  ) -> String {
    envelope(
      """
      <Identify><repositoryName>Polar Institute</repositoryName><baseURL>http://r.example/oai</baseURL>\
      <protocolVersion>2.0</protocolVersion><adminEmail>a@r.example</adminEmail>\
      <earliestDatestamp>\(earliest)</earliestDatestamp><deletedRecord>\(deleted)</deletedRecord>\
      <granularity>\(granularity)</granularity></Identify>
      """, date: date)
  }

  static func formats(_ prefixes: [String] = ["oai_dc"]) -> String {
    let inner = prefixes.map { "<metadataFormat><metadataPrefix>\($0)</metadataPrefix></metadataFormat>" }
      .joined()
    return envelope("<ListMetadataFormats>\(inner)</ListMetadataFormats>")
  }

  static func sets(_ specs: [String] = ["reports"], token: String? = nil) -> String {
    let inner = specs.map { "<set><setSpec>\($0)</setSpec><setName>Set \($0)</setName></set>" }.joined()
    let end = token.map { "<resumptionToken>\($0)</resumptionToken>" } ?? ""
    return envelope("<ListSets>\(inner)\(end)</ListSets>")
  }

  static func error(_ code: String, _ text: String = "no") -> String {
    envelope("<error code=\"\(code)\">\(text)</error>")
  }
}

/// A page cut into records.
struct Cut {
  var records: [RecordBytes] = []
  var splitter: PageSplitter

  /// `chunk`: how many bytes at a time; nil: all at once.
  init(_ page: some Collection<UInt8>, chunk: Int? = nil, contentType: String? = nil, prefix: String? = nil) {
    splitter = PageSplitter(prefix: prefix, contentType: contentType)
    let bytes = Array(page)
    var at = 0
    while at < bytes.count {
      let end = min(bytes.count, at + (chunk ?? bytes.count))
      bytes[at..<end].withUnsafeBufferPointer { part in
        splitter.feed(part) { record, _ in records.append(record) }
      }
      at = end
    }
    splitter.finish { record, _ in records.append(record) }
  }

  init(_ page: String, chunk: Int? = nil) { self.init(page.utf8, chunk: chunk) }

  /// What the parser makes of each record: its identifier, or nil.
  func parsed(_ repairs: inout [String: Int]) -> [Statement?] {
    let parser = OAIRecordParser()
    return records.map { try? parser.parse($0.bytes, context: $0.context, repairs: &repairs) }
  }

  func identifiers() -> [String?] {
    var repairs: [String: Int] = [:]
    return parsed(&repairs).map { $0?.identifier }
  }

  var envelope: Envelope { Envelope(splitter.envelope, charset: splitter.context.charset) }
}

/// Chunk sizes that every shape is fed in: whole, and in pieces.
let chunkSizes: [Int?] = [nil, 1, 2, 3, 5, 7, 13, 31, 64]

/// Parses one record's Dublin Core.
func report(_ fields: String) throws -> Report {
  let cut = Cut(Answers.list([Answers.record("oai:r:1", "2020-01-01T00:00:00Z", fields)]))
  var repairs: [String: Int] = [:]
  let statement = try OAIRecordParser().parse(
    cut.records[0].bytes, context: cut.records[0].context, repairs: &repairs)
  guard case .live(let report) = statement.state else {
    throw RecordFault(reason: "deleted", identifier: nil)
  }
  return report
}
