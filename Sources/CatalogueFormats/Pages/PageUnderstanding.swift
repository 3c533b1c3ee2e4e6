import Catalogue

/// Reads pages, one after the other: what stands on them, what it means, what they are. Not shared between threads.
final class PageUnderstanding {
  private let reader = PageReader()
  private let json = JSONDocument()
  private let limit: Double

  /// - Parameter limit: Seconds of the processor that one page may take.
  init(limit: Double = ReadingTime.limit) { self.limit = limit }

  func read(
    _ bytes: UnsafeRawBufferPointer, contentType: String?, url: String, repairs: inout [String: Int]
  ) throws(RecordFault) -> PageReading {
    let time = ReadingTime(limit: limit)
    let all = bytes.bindMemory(to: UInt8.self)
    if Self.isFile(all, contentType) { return .other(.file) }
    var page = PageCharset.utf8(
      all.part(0..<min(all.count, PageReader.sizeLimit)), contentType: contentType, repairs: &repairs)
    if page.count > PageReader.sizeLimit { page.removeSubrange(PageReader.sizeLimit...) }
    let content = try reader.read(page, url: url, time)
    if content.isCut || all.count > PageReader.sizeLimit {
      repairs["page too large or too deep: only its beginning was read", default: 0] += 1
    }
    let signs = PageSigns(content: content, url: url)
    if content.isEmpty { return .wall(.empty) }
    return try reading(content, signs, time, &repairs)
  }

  private func reading(
    _ content: PageContent, _ signs: PageSigns, _ time: ReadingTime, _ repairs: inout [String: Int]
  ) throws(RecordFault) -> PageReading {
    // What is left out of a page that is none counts nothing.
    var made: [String: Int] = [:]
    let data = SchemaJSON(content.scripts, json, repairs: &made)
    let described = MainThing(data.things)
    let marked = MainThing(content.things)
    let kind = described.kind ?? marked.kind
    var isReport = described.isReport || marked.isReport

    var readings: [(source: PageSource, report: Report)] = []
    func add(_ source: PageSource, _ report: Report) throws(RecordFault) {
      readings.append((source, report))
      try time.check()
    }
    let highwire = HighwireReading.report(content, repairs: &made)
    try add(.highwire, highwire)
    for (source, main, form) in [
      (PageSource.jsonLD, described, ReportBuilder.TextForm.markup), (.microdata, marked, .plain),
    ] {
      guard let thing = main.thing else { continue }
      var reading = SchemaReading(base: content.base, form)
      try add(source, reading.report(thing, repairs: &made))
    }
    let core = DublinCoreReading.report(content)
    try add(.dublinCore, core)
    let coins = COinSReading.report(content, repairs: &made)
    try add(.coins, coins)
    var shape = ShapeReading(content, time)
    try add(.shape, shape.report(repairs: &made))
    try add(.openGraph, OpenGraphReading.report(content, repairs: &made))

    if !isReport, !HighwireReading.isRecord(highwire), let wall = signs.certainWall { return .wall(wall) }
    if !isReport, let kind { return .other(kind) }
    isReport = isReport || !highwire.title.isEmpty || shape.hasPagedContents
    // A list of what a person wrote, or a note in the news, may print what a report's page does.
    if !isReport, let kind = signs.kindByAddress, kind != .listing { return .other(kind) }
    isReport = isReport || !coins.title.isEmpty || shape.strongSigns > 0 || Self.isRecord(core)
    if !isReport {
      if let wall = signs.likelyWall { return .wall(wall) }
      if let kind = signs.kindByAddress ?? signs.kindByTitle { return .other(kind) }
      let vague = described.thing != nil || marked.thing != nil ? 1 : 0
      guard shape.signs + vague >= 2 else { return .other(.unknown) }
    }
    return try .report(report(readings, content, signs.url, made, &repairs))
  }

  private func report(
    _ readings: [(source: PageSource, report: Report)], _ content: PageContent, _ url: String,
    _ made: [String: Int],
    _ repairs: inout [String: Int]
  ) throws(RecordFault) -> PageReport {
    let merge = PageMerge(readings)
    var report = merge.report
    guard !report.title.isEmpty else {
      throw RecordFault(reason: "the page has no title", identifier: nil)
    }
    let printed = content.canonical ?? content.metas("og:url").first
    let canonical = printed.flatMap { WebAddress.resolve($0, against: content.base) }
    // Another site's page is not this one: whoever copies a template copies its address.
    let here = PageAddress(url)?.site
    let place = canonical.flatMap { here == nil || PageAddress($0)?.site == here ? $0 : nil } ?? url
    if let identifier = Identifier.recognise(place) { report.add(identifier) }
    if !report.links.contains(where: { $0.kind == .landingPage }), WebAddress.isWeb(place) {
      report.links.insert(Link(kind: .landingPage, url: place), at: 0)
    }
    for (name, count) in made { repairs[name, default: 0] += count }
    return PageReport(report: report, canonical: canonical, sources: merge.origins)
  }

  /// Whether Dublin Core says more than every page of a site does.
  private static func isRecord(_ core: Report) -> Bool {
    !core.title.isEmpty
      && (core.published != nil || !core.identifiers.isEmpty || !core.types.isEmpty)
      && (!core.contributors.isEmpty || !core.identifiers.isEmpty)
  }

  /// What is no web page: by its first bytes, else by what HTTP says of it.
  private static func isFile(_ bytes: Bytes, _ contentType: String?) -> Bool {
    for mark in ["%PDF-", "PK\u{3}\u{4}", "\u{1F}\u{8B}", "GIF8", "{\\rtf"]
    where bytes.prefix(mark.unicodeScalars.count)
      .elementsEqual(mark.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    {
      return true
    }
    let type = (contentType ?? "").prefix { $0 != ";" }.lowercased()
    return [
      "application/pdf", "image/", "video/", "audio/", "application/zip", "application/octet-stream", "font/",
    ]
    .contains(where: type.hasPrefix)
  }
}

/// The thing that a page is about, of all that it describes.
struct MainThing {
  /// Nil where none of them is, or may be, a report.
  private(set) var thing: SchemaThing?
  private(set) var isReport = false
  /// What the page is about where that is no report.
  private(set) var kind: PageKind?

  /// A report wins over what is none; of several reports, the first. A page's `mainEntity` wins over all.
  init(_ things: [SchemaThing]) {
    let main = things.flatMap { $0.things("mainEntity") }
    let candidates = main + things
    if let report = candidates.first(where: {
      $0.is(PageSigns.reportTypes) && !$0.texts("name", or: "headline").isEmpty
    }) {
      thing = report
      isReport = true
      return
    }
    thing = candidates.first { $0.is(PageSigns.vagueTypes) && !$0.texts("name", or: "headline").isEmpty }
    // Who wrote or published a page is described on it, too: a person or a list counts only where nothing else does.
    let kinds = candidates.compactMap(PageSigns.kind)
    let isAlone = thing == nil && !things.contains { $0.is(["WebPage", "ItemPage"]) }
    kind =
      main.lazy.compactMap(PageSigns.kind).first
      ?? kinds.first { $0 != .person && $0 != .listing && $0 != .media }
      ?? (isAlone ? kinds.first : nil)
      ?? (things.contains { $0.is(["CollectionPage", "SearchResultsPage"]) } ? .listing : nil)
      ?? (things.contains { $0.is(["ProfilePage"]) } ? .person : nil)
  }
}

extension SchemaThing {
  fileprivate func texts(_ name: String, or other: String) -> [String] {
    let found = texts(name)
    return found.isEmpty ? texts(other) : found
  }
}
