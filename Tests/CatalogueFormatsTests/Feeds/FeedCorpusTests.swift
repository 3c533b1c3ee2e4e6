import Catalogue
import Foundation
import Testing

@testable import CatalogueFormats

@Suite("feedparser's corpus") struct FeedCorpusTests {
  static let folder: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["CATALOGUED_SHARED"]
    let places =
      [named].compactMap { $0 } + [
        root.appendingPathComponent("../shared").path, root.appendingPathComponent("../../shared").path,
      ]
    return places.map { $0 + "/corpus/feedparser" }.first { FileManager.default.fileExists(atPath: $0) }
  }()

  struct File {
    var name: String
    var bytes: [UInt8]
    var contentType: String?
    var fields: [AnswerHead.Field] = []
    var expect: String?
    var outcome = FeedReader.Outcome()
    var head = FeedHead([], charset: FeedCharset(), closing: [], base: "")
  }

  static func files(_ part: String) throws -> [File] {
    let root = try #require(folder)
    let names = try #require(FileManager.default.enumerator(atPath: root + "/" + part)).compactMap {
      $0 as? String
    }
    return try names.filter { $0.hasSuffix(".xml") }.sorted().map { name in
      let path = "\(part)/\(name)"
      var file = File(name: path, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: root + "/" + path))))
      // Comments are ASCII, in whatever charset.
      let text = String(decoding: file.bytes.filter { $0 != 0 }, as: UTF8.self)
      for line in text.split(whereSeparator: \.isNewline) {
        let words = line.trimmingCharacters(in: .whitespaces)
        if words.hasPrefix("Expect:"), file.expect == nil {
          file.expect = words.dropFirst(7).trimmingCharacters(in: .whitespaces)
        }
        guard words.hasPrefix("Header:") else { continue }
        let parts = words.dropFirst(7).split(separator: ":", maxSplits: 1).map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        if parts[0].lowercased() == "content-type" {
          file.contentType = parts[1]
        } else {
          file.fields.append(.init(name: parts[0].lowercased(), value: parts[1]))
        }
      }
      return file
    }
  }

  static func read(_ file: inout File, chunk: Int = 0) {
    let url = "http://127.0.0.1:8097/" + file.name
    var harvest = FeedHarvest(HarvestSettings(format: "feed", url: url), .full)
    file.outcome = FeedReader.read(
      file.bytes, with: &harvest, chunk: chunk,
      AnswerHead(status: 200, contentType: file.contentType, url: url, fields: file.fields))
    file.head = harvest.body.head()
  }

  @Test(
    .enabled(if: folder != nil, "skipped: no shared corpus"),
    arguments: ["wellformed", "illformed", "encoding"])
  func nothingCrashesAndChunksDoNotMatter(_ part: String) throws {
    for var file in try Self.files(part) {
      Self.read(&file)
      let whole = file.outcome
      for size in [1, 2, 3, 7, 64] {
        Self.read(&file, chunk: size)
        #expect(file.outcome == whole, "\(file.name) in chunks of \(size)")
      }
      // A feed that breaks off anywhere is not a whole one, and never costs what came before.
      for length in stride(from: 0, to: file.bytes.count, by: max(1, file.bytes.count / 40)) {
        var cut = file
        cut.bytes = Array(file.bytes.prefix(length))
        Self.read(&cut)
        #expect(cut.outcome.statements.count <= whole.statements.count, "\(file.name) cut at \(length)")
      }
    }
  }

  /// What must not get worse, by part of the corpus. What does not agree, and why:
  ///
  /// - a feed's relative `id` is not resolved: identities are compared as they stand (RFC 4287, 4.2.6.1);
  /// - the language of a feed's copyright, or of a summary beside a title in another: a report has its title's;
  /// - of a summary and a longer description, one is the abstract;
  /// - "line noise": feedparser takes all of a text for Windows-1252, we only what is not UTF-8.
  ///
  /// The entries that are rejected hold only comments, an expiry date or a place.
  static let floors: [String: (agreed: Int, rejects: Int)] = [
    "wellformed": (242, 7), "encoding": (4, 0), "illformed": (2, 2),
  ]

  @Test(
    .enabled(if: folder != nil, "skipped: no shared corpus"),
    arguments: ["wellformed", "encoding", "illformed"])
  func saysWhatIsExpected(_ part: String) throws {
    var counts: [Expectation.Subject: (agreed: Int, all: Int)] = [:]
    var unread = 0
    var rejects = 0
    var disagreements: [String] = []
    let files = try Self.files(part)
    for var file in files {
      Self.read(&file)
      rejects += file.outcome.rejects.count
      for reject in file.outcome.rejects { disagreements.append("\(file.name): reject: \(reject.reason)") }
      if let fault = file.outcome.fault { disagreements.append("\(file.name): fault: \(fault.message)") }
      guard let expect = file.expect else { continue }
      let expectation = Expectation(expect)
      if expectation.isUnread { unread += 1 }
      for comparison in expectation.comparisons {
        var agrees = false
        if let number = comparison.entry {
          let statements = file.outcome.statements
          if number < statements.count, case .live(let report) = statements[number].state {
            agrees = comparison.agrees(report, identifier: statements[number].identifier, kind: "")
          }
        } else {
          var report = file.head.report
          report.links += file.head.links.map { Link(kind: .related, url: $0.url) }
          if comparison.path == ["language"] { report.languages = file.head.language.map { [$0] } ?? [] }
          agrees = comparison.agrees(report, identifier: file.head.identifier, kind: file.head.kind)
        }
        counts[comparison.subject, default: (0, 0)].all += 1
        if agrees {
          counts[comparison.subject, default: (0, 0)].agreed += 1
        } else if comparison.subject != .other {
          disagreements.append("\(file.name): \(comparison.subject): \(expect)")
        }
      }
    }
    let ours = Expectation.Subject.allCases.filter { $0 != .other }
    let agreed = ours.reduce(0) { $0 + (counts[$1]?.agreed ?? 0) }
    let all = ours.reduce(0) { $0 + (counts[$1]?.all ?? 0) }
    print(
      "\(part): \(agreed) of \(all) agree, in \(files.count) feeds; \(rejects) entries rejected; \(unread) not read"
    )
    for subject in Expectation.Subject.allCases {
      guard let count = counts[subject] else { continue }
      print("  \(subject.rawValue): \(subject == .other ? "" : "\(count.agreed) of ")\(count.all)")
    }
    if let place = ProcessInfo.processInfo.environment["CATALOGUED_DISAGREEMENTS"] {
      try disagreements.joined(separator: "\n").write(
        toFile: "\(place).\(part)", atomically: true, encoding: .utf8)
    }
    let floor = try #require(Self.floors[part])
    #expect(agreed >= floor.agreed && rejects <= floor.rejects)
  }
}
