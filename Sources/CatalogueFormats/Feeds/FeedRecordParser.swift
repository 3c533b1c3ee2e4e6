import CXML
import Catalogue

/// Reads one entry of a feed. Strict first; an entry that libxml2 refuses is mended, more and more, until it can be
/// read. Used by one thread.
final class FeedRecordParser: RecordParser {
  private let reader = XMLReader()
  private let json = JSONFeedItemParser()
  private var document: [UInt8] = []
  private var generation = 0
  private var names = FeedElements.Names()

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    if context.first == JSONBytes.openBrace {
      return try json.parse(bytes, context: context, repairs: &repairs)
    }
    if let fault = read(bytes, context) { try mend(bytes, context, fault, &repairs) }
    if generation != reader.generation {
      names.removeAll()
      generation = reader.generation
    }
    return try statement()
  }

  private func read(_ bytes: some Collection<UInt8>, _ context: [UInt8]) -> XMLFault? {
    document.removeAll(keepingCapacity: true)
    document.append(contentsOf: context)
    document.append(contentsOf: bytes)
    document.append(contentsOf: FeedContext.closing)
    return document.withUnsafeBufferPointer { reader.read($0) }
  }

  /// Mends as little as will do, and counts it.
  private func mend(_ bytes: [UInt8], _ context: [UInt8], _ fault: XMLFault, _ repairs: inout [String: Int])
    throws(RecordFault)
  {
    var context = context
    if FeedContext.isNotToBeTrusted(context, after: fault) {
      context = PageContext.withoutDeclaration(context)
    }
    let isUTF8 = !context.starts(with: "<?xml".utf8)
    for depth in [Mending.Depth.characters, .strayTags] {
      let mended = bytes.withUnsafeBufferPointer {
        Mending.mend($0, isUTF8: isUTF8, depth, known: TagBalance.fields)
      }
      var made = mended.repairs
      var fault = read(mended.bytes, context)
      if fault != nil, depth == .strayTags {
        let balanced = mended.bytes.withUnsafeBufferPointer { TagBalance.balance($0) }
        made["tags put in order", default: 0] += 1
        fault = read(balanced, context)
      }
      guard fault == nil else { continue }
      for (name, count) in made { repairs[name, default: 0] += count }
      return
    }
    throw RecordFault(
      reason: "the entry is not well-formed XML: \(fault.message)",
      identifier: bytes.withUnsafeBufferPointer { entry in
        EntryScan(entry, isAtom: !entry.has("<item", at: 0)).identifier
      })
  }

  /// What the context and the entry behind it say.
  private func statement() throws(RecordFault) -> Statement {
    let elements = FeedElements(reader.events)
    guard let root = elements.root(&names) else {
      throw RecordFault(reason: "the entry is empty", identifier: nil)
    }
    guard elements.attribute("cut", of: root) == nil else {
      throw RecordFault(
        reason: "the entry is larger than 16 MiB; only its beginning was kept", identifier: nil)
    }
    var authors: [String] = []
    var entry: FeedElements.Element?
    for child in elements.children(of: root, &names) {
      if child.vocabulary == .context {
        authors.append(elements.text(of: child))
      } else {
        entry = entry ?? child
      }
    }
    guard let entry else { throw RecordFault(reason: "the entry is empty", identifier: nil) }
    if entry.tag == .deletedEntry { return try tombstone(entry, elements) }

    var base = elements.attribute("base", prefix: "xml", of: root) ?? ""
    if let own = elements.attribute("base", prefix: "xml", of: entry) {
      base = WebAddress.base(own, within: base)
    }
    var reading = EntryReading(elements, isAtom: entry.tag != .item, base: base)
    reading.authors = authors
    reading.language =
      elements.attribute("lang", prefix: "xml", of: entry)
      ?? elements.attribute("lang", prefix: "xml", of: root)
    reading.read(entry, &names)
    let report = reading.report()
    let identifier = reading.identity(report)
    guard identifier.utf8.count <= 2000 else {
      throw RecordFault(reason: "the entry's identifier is longer than 2000 bytes", identifier: nil)
    }
    guard !reading.isEmpty else { throw RecordFault(reason: "the entry says nothing", identifier: nil) }
    return Statement(identifier: identifier, datestamp: nil, state: .live(report))
  }

  /// RFC 6721, 3: `ref` is the identity of the entry that was deleted.
  private func tombstone(_ entry: FeedElements.Element, _ elements: FeedElements) throws(RecordFault)
    -> Statement
  {
    let reference = elements.attribute("ref", of: entry).map(PlainText.clean) ?? ""
    guard !reference.isEmpty, reference.utf8.count <= 2000 else {
      throw RecordFault(reason: "the deleted entry does not say which it is", identifier: nil)
    }
    return Statement(identifier: reference, datestamp: nil, state: .deleted)
  }
}
