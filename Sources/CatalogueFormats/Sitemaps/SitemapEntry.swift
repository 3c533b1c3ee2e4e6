import CXML
import Catalogue

/// What an entry of a sitemap says.
struct SitemapEntry: Hashable, Sendable {
  /// What became of the resource (NISO Z39.99, 10: `rs:md change`).
  enum Change: String { case created, updated, deleted }

  var address = ""
  /// As written, on one line; empty where it says nothing.
  var lastmod = ""
  var change: Change?
  /// When it changed (`rs:md datetime`).
  var datetime = ""
  /// What kind of list it leads to (`rs:md capability`): `resourcelist`, `changelist` …
  var capability = ""
  /// Whether it is one of `<sitemap>`.
  var isSitemap = false
}

/// Reads entries, and what stands around them, with libxml2. Used by one thread.
final class SitemapEntryReader {
  private let reader = XMLReader()

  /// No more of a text than this says anything.
  private static let textLimit = 4096

  /// Reads one entry; nil where it names no address. What had to be mended is counted.
  func read(_ record: RecordBytes, repairs: inout [String: Int]) -> SitemapEntry? {
    var document = record.context + record.bytes + FeedContext.closing
    var fault = document.withUnsafeBufferPointer { reader.read($0) }
    if fault != nil {
      let mended = record.bytes.withUnsafeBufferPointer {
        Mending.mend($0, isUTF8: !record.context.starts(with: Array("<?xml".utf8)), .characters)
      }
      document = record.context + mended.bytes + FeedContext.closing
      fault = document.withUnsafeBufferPointer { reader.read($0, recover: true) }
      for (name, count) in mended.repairs { repairs[name, default: 0] += count }
    }
    let entry = entry(reader.events)
    return entry.address.isEmpty ? nil : entry
  }

  /// What a list says of itself: the kind that it is (`rs:md capability`), and when it was true (`at`).
  func head(_ surroundings: (context: [UInt8], bytes: [UInt8])) -> (capability: String, at: String) {
    let document = surroundings.context + surroundings.bytes
    _ = document.withUnsafeBufferPointer { reader.read($0, recover: true) }
    let events = reader.events
    for (index, event) in events.list.enumerated() {
      guard event.kind == Int32(CXMLStart), Self.name(event) == "md" else { continue }
      let attributes = attributes(behind: index, events)
      return (attributes["capability"] ?? "", attributes["at"] ?? attributes["from"] ?? "")
    }
    return ("", "")
  }

  private func entry(_ events: XMLEvents) -> SitemapEntry {
    var entry = SitemapEntry()
    var depth = 0
    var open = ""
    var text: [UInt8] = []
    for (index, event) in events.list.enumerated() {
      switch event.kind {
      case Int32(CXMLStart):
        depth += 1
        text.removeAll(keepingCapacity: true)
        open = depth == 3 ? Self.name(event) : ""
        if depth == 2 { entry.isSitemap = Self.name(event) == "sitemap" }
        if depth == 3, open == "md" { take(attributes(behind: index, events), &entry) }
      case Int32(CXMLText):
        if !open.isEmpty, text.count < Self.textLimit { text += events.text(event).prefix(Self.textLimit) }
      case Int32(CXMLEnd):
        if depth == 3 {
          // Of several the first counts: images and videos have addresses of their own, one level below.
          if open == "loc", entry.address.isEmpty { entry.address = Self.line(text) }
          if open == "lastmod", entry.lastmod.isEmpty { entry.lastmod = String(Self.line(text).prefix(100)) }
          open = ""
        }
        depth -= 1
      default: break
      }
    }
    return entry
  }

  private func take(_ attributes: [String: String], _ entry: inout SitemapEntry) {
    entry.change = attributes["change"].flatMap(SitemapEntry.Change.init)
    entry.datetime = attributes["datetime"] ?? ""
    entry.capability = attributes["capability"] ?? ""
  }

  private func attributes(behind start: Int, _ events: XMLEvents) -> [String: String] {
    var result: [String: String] = [:]
    var at = start + 1
    while at < events.list.count, events.list[at].kind == Int32(CXMLAttribute), result.count < 32 {
      let name = Self.name(events.list[at])
      if result[name] == nil { result[name] = Self.line(Array(events.text(events.list[at]).prefix(200))) }
      at += 1
    }
    return result
  }

  private static func name(_ event: CXMLEvent) -> String { event.name.map { String(cString: $0) } ?? "" }

  /// Without white space around it, and without any that breaks a line.
  private static func line(_ text: [UInt8]) -> String {
    text.filter { $0 >= 0x20 }.withUnsafeBufferPointer { String(decoding: $0.trimmed, as: UTF8.self) }
  }
}
