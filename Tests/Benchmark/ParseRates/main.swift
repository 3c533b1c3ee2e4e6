import CJSON
import CXML
import Catalogue
import CatalogueFormats
import Glibc

// How fast each format is read: bytes -> records cut out -> reports, on one thread, beside a bare scan of the same bytes
// by the library below it (libxml2's SAX parser, simdjson; for tables, which have none, one look at every byte for line
// ends). In turn, several rounds, medians.

struct Sample {
  /// Nil for landing pages, which are no list: each is read by itself.
  var format: String?
  var name: String
  var bytes: [UInt8]
  /// Landing pages, of which `bytes` are all together.
  var pages: [[UInt8]] = []
  var scan: ([UInt8]) -> Void
}

func seconds(_ body: () -> Void) -> Double {
  var start = timespec()
  var end = timespec()
  clock_gettime(CLOCK_MONOTONIC, &start)
  body()
  clock_gettime(CLOCK_MONOTONIC, &end)
  return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
}

/// Reads the whole answer as a run would; returns how many records were read, and how many of them could not be.
func read(_ sample: Sample) -> (records: Int, rejects: Int) {
  guard let name = sample.format else { return readPages(sample.pages) }
  guard let format = CatalogueFormat.named(name) else { fatalError("no format \(name)") }
  let settings = HarvestSettings(format: name, url: "file:///sample")
  var harvest = format.begin(settings, .full)
  let parser = format.parser(settings)
  var records = 0
  var rejects = 0
  var repairs: [String: Int] = [:]
  func take(_ record: RecordBytes) {
    records += 1
    if (try? parser.parse(record.bytes, context: record.context, repairs: &repairs)) == nil { rejects += 1 }
  }
  do {
    try harvest.begin(AnswerHead(status: 200, contentType: nil, url: "https://catalogue.example/list"))
    try sample.bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        try harvest.feed(UnsafeRawBufferPointer(rebasing: rest.prefix(64 << 10)), take)
        rest = rest.dropFirst(64 << 10)
      }
    }
    _ = try harvest.end(take)
  } catch {
    fatalError("\(sample.name): \(error)")
  }
  return (records, rejects)
}

func readPages(_ pages: [[UInt8]]) -> (records: Int, rejects: Int) {
  let parser = LandingPageParser()
  let context = LandingPageContext(identifier: "x", url: "https://x.example/reports/1").bytes
  var repairs: [String: Int] = [:]
  let rejects = pages.count { (try? parser.parse($0, context: context, repairs: &repairs)) == nil }
  return (pages.count, rejects)
}

/// Each page by libxml2's HTML parser, which does nothing but tell what stands there.
func scanPages(_ pages: [[UInt8]]) {
  let reader = cxml_create()
  defer { cxml_destroy(reader) }
  let limits = CXMLPageLimits(depth: 512, events: 400_000, attributes: 512)
  for page in pages {
    guard cxml_parse_html(reader, page, page.count, limits) == CXMLPageWhole else {
      fatalError("libxml2: cut short")
    }
  }
}

func scanXML(_ bytes: [UInt8]) {
  let reader = cxml_create()
  defer { cxml_destroy(reader) }
  guard cxml_parse(reader, bytes, bytes.count, 0) == 0 else { fatalError("libxml2: not well-formed") }
}

func scanJSON(_ bytes: [UInt8]) {
  let reader = cjson_create()
  defer { cjson_destroy(reader) }
  guard cjson_parse(reader, bytes, bytes.count) == 0 else { fatalError("simdjson: no JSON") }
}

func scanLines(_ bytes: [UInt8]) {
  var lines = 0
  bytes.withUnsafeBytes { bytes in
    var at = bytes.baseAddress
    var left = bytes.count
    while let start = at, left > 0, let found = memchr(start, 10, left) {
      lines += 1
      left -= start.distance(to: UnsafeRawPointer(found)) + 1
      at = UnsafeRawPointer(found) + 1
    }
  }
  guard lines > 0 else { fatalError("no lines") }
}

/// Only those whose names hold the argument, where there is one.
let wanted = CommandLine.arguments.dropFirst().first ?? ""
let rounds = 5
print(
  "each format's parser, one thread, medians of \(rounds) rounds in turn with a bare scan by the library below\n"
)
print("format                          MB    records      MB/s   records/s   bare scan MB/s   of it")
for sample in Samples.all where wanted.isEmpty || sample.name.contains(wanted) {
  var ours: [Double] = []
  var bare: [Double] = []
  var count = (records: 0, rejects: 0)
  for _ in 0..<rounds {
    ours.append(seconds { count = read(sample) })
    bare.append(seconds { sample.scan(sample.bytes) })
  }
  guard count.records > 0, count.rejects == 0 else { fatalError("\(sample.name): \(count)") }
  let mine = ours.sorted()[rounds / 2]
  let floor = bare.sorted()[rounds / 2]
  let size = Double(sample.bytes.count) / 1e6
  func cell(_ value: Double, _ width: Int) -> String {
    let text = value < 10 ? "\((value * 100).rounded() / 100)" : "\(Int(value.rounded()))"
    return String(repeating: " ", count: max(width - text.count, 0)) + text
  }
  print(
    sample.name + String(repeating: " ", count: max(26 - sample.name.count, 0)) + cell(size, 8)
      + cell(Double(count.records), 11) + cell(size / mine, 10) + cell(Double(count.records) / mine, 12)
      + cell(size / floor, 17) + cell(floor / mine, 8))
}
