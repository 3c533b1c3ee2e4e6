import CatalogueFormats
import Glibc

// libFuzzer's target: bytes of an answer, as one format's harvest and parser would meet them. $FUZZ_FORMAT names the
// format. The last byte of the input chooses the size of the pieces in which the answer comes; what is checked besides
// crashes and hangs is what every format promises: records have identifiers, and no text holds control characters.

// Landing pages are no list, so that four targets are no formats: `landing-page` reads one page; `probe` looks at an answer
// as a new catalogue is looked for; `robots` is a site whose robots.txt, sitemap and pages are all the same bytes; of
// `selectors` the first line is the selector by which links are looked for on the rest.

private let name = getenv("FUZZ_FORMAT").map { String(cString: $0) } ?? ""
/// Only libFuzzer's thread asks it.
nonisolated(unsafe) private let pages: LandingPageParser? = name == "landing-page" ? LandingPageParser() : nil

private let format: CatalogueFormat = {
  let meant = ["robots": "sitemap", "selectors": "listing"][name] ?? name
  guard let format = CatalogueFormat.named(meant) else {
    let others = CatalogueFormat.registry.map(\.name).joined(separator: ", ")
    fatalError("FUZZ_FORMAT must name landing-page, probe, robots, selectors, or one of: \(others)")
  }
  return format
}()

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What SwiftPM makes the program's `main`.
@_cdecl("fuzz_main")
public func main(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  var count = count
  var arguments = arguments
  return runDriver(&count, &arguments) { testOneInput($0, $1) }
}

private func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let data, size > 0 else { return 0 }
  if name == "probe" {
    probe(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
  }
  if let pages {
    let context = LandingPageContext(identifier: "x", url: "https://catalogue.example/reports/1").bytes
    let page = RecordBytes(
      bytes: Array(UnsafeBufferPointer(start: data, count: size)), context: context, identifier: "x", place: 0
    )
    read(page, pages)
    return 0
  }
  var answer = UnsafeRawBufferPointer(start: data, count: size - 1)
  let path = name == "robots" ? "/" : "/list"
  var settings = HarvestSettings(format: format.name, url: "https://catalogue.example" + path)
  if name == "selectors" {
    let end = answer.firstIndex(of: 0x0A) ?? answer.endIndex
    let selector = String(decoding: answer[..<end], as: UTF8.self)
    // The configuration refuses what is none.
    guard (try? PageSelector(selector)) != nil else { return 0 }
    settings.crawl.links = selector
    settings.crawl.next = selector
    answer = UnsafeRawBufferPointer(rebasing: answer[end...])
  }
  var harvest = format.begin(settings, .full)
  let parser = format.parser(settings)
  // Some ask questions before their list: the answer is given to each of their requests. Of pages nothing is known.
  for _ in 0..<6 {
    if case .recall(let pages, _) = harvest.next() {
      _ = harvest.recalled(pages.map { _ in Recollection() })
      continue
    }
    guard case .request = harvest.next() else { break }
    do throws(HarvestFault) {
      try hear(answer, pieces: Int(data[size - 1]) + 1, &harvest, parser)
      harvest.committed(records: 1, newSinceRestart: 1)
    } catch {
      guard case .goOn = harvest.failed(error, attempt: 1) else { break }
    }
  }
  _ = format.resume(settings, harvest.checkpoint)
  return 0
}

private func probe(_ answer: [UInt8]) {
  let pointers = PagePointers(answer, contentType: nil, url: "https://catalogue.example/")
  let kinds = (ContentKinds.wordPress(answer) ?? []) + (ContentKinds.drupal(answer) ?? [])
  let texts =
    [pointers.title, pointers.wordPress, pointers.generator].compactMap { $0 } + pointers.feeds
    + pointers.links
    + kinds.flatMap { [$0.name, $0.path] }
  for text in texts { precondition(!text.utf8.contains { $0 < 0x20 || $0 == 0x7f }, "a control character") }
  _ = PageMarks(answer).hold("dspace")
}

private func hear(
  _ answer: UnsafeRawBufferPointer, pieces: Int, _ harvest: inout any Harvest, _ parser: any RecordParser
) throws(HarvestFault) {
  try harvest.begin(AnswerHead(status: 200, contentType: nil, url: "https://catalogue.example/list"))
  var records: [RecordBytes] = []
  var rest = answer[...]
  while !rest.isEmpty {
    try harvest.feed(UnsafeRawBufferPointer(rebasing: rest.prefix(pieces))) { records.append($0) }
    rest = rest.dropFirst(pieces)
  }
  _ = try harvest.end { records.append($0) }
  for record in records { read(record, parser) }
}

private func read(_ record: RecordBytes, _ parser: any RecordParser) {
  var repairs: [String: Int] = [:]
  do throws(RecordFault) {
    let statement = try parser.parse(record.bytes, context: record.context, repairs: &repairs)
    precondition(!statement.identifier.isEmpty, "a record without an identifier")
    guard case .live(let report) = statement.state else { return }
    let texts =
      [report.title, report.subtitle, report.abstract, report.publisher].compactMap { $0 } + report.subjects
      + report.contributors.map(\.name.printed) + report.sections.map(\.title) + report.links.map(\.url)
    for text in texts {
      precondition(
        !text.utf8.contains { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f }, "a control character in a text")
    }
  } catch {
    precondition(!error.reason.utf8.contains { $0 < 0x20 }, "a control character in a reason")
  }
}
