import Catalogue

/// Reads an entry of BibTeX or BibLaTeX, and behind it those of the chapters beside it, which become its sections. Used by
/// one thread.
///
/// TeX is decoded once (`TeXText`); in addresses and identifiers it is meant as it stands. The key is the record's
/// identifier. `institution`, `publisher`, `organization` and `school` publish; `number` is a report's own, or its place in
/// a series; `booktitle` and `journal` have no place of their own in a report, and stand where a series does. `address`,
/// `note`, `edition`, `volume` of a work in several and what else has no place in a report stay in the record's bytes.
final class BibTeXRecordParser: RecordParser {
  private var known: (bytes: [UInt8], context: BibTeXContext) = ([], BibTeXContext([]))

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    try NamesTaken.check(context: context)
    if context != known.bytes { known = (context, BibTeXContext(context)) }
    let context = known.context
    return try bytes.withUnsafeBufferPointer { (bytes) throws(RecordFault) in
      let entry = try read(bytes, from: 0, &repairs)
      guard !entry.isRunTogether else { throw .runTogether }
      do throws(RecordFault) {
        return try statement(entry, bytes, context, &repairs)
      } catch {
        if error == .runTogether { throw error }
        // Whatever part of it is unreadable, the record is the report's.
        throw RecordFault(reason: error.reason, identifier: ReportBuilder.identifier(entry.key))
      }
    }
  }

  private func statement(
    _ entry: BibTeXEntry, _ bytes: Bytes, _ context: BibTeXContext, _ repairs: inout [String: Int]
  ) throws(RecordFault) -> Statement {
    guard !entry.isMistaken else {
      throw RecordFault(reason: "it is called @\(entry.type), and has an entry's fields", identifier: nil)
    }
    var reading = BibTeXReading(entry.type, try BibTeXFields(entry, context), entry.key)
    try reading.read()
    var at = bytes.skippingSpace(from: entry.end)
    while at < bytes.count {
      let chapter = try read(bytes, from: at, &repairs)
      guard !chapter.isRunTogether else { throw .runTogether }
      var part = BibTeXReading(chapter.type, try BibTeXFields(chapter, context), chapter.key)
      reading.builder.add(part.chapter())
      for (name, count) in part.repairs { reading.repairs[name, default: 0] += count }
      at = bytes.skippingSpace(from: max(chapter.end, at + 1))
    }
    guard !reading.builder.saysNothing else {
      throw RecordFault(reason: "the entry says nothing but its key", identifier: nil)
    }
    for (name, count) in reading.repairs { repairs[name, default: 0] += count }
    return try reading.builder.statement(&repairs)
  }

  private func read(_ bytes: Bytes, from start: Int, _ repairs: inout [String: Int]) throws(RecordFault)
    -> BibTeXEntry
  {
    do throws(BibTeXEntry.Fault) {
      let entry = try BibTeXEntry(bytes, from: start)
      guard entry.end - start <= BibTeXScanner.entryLimit else {
        throw BibTeXEntry.Fault(reason: "the entry is longer than 1 MiB", key: entry.key)
      }
      for (name, count) in entry.repairs { repairs[name, default: 0] += count }
      return entry
    } catch {
      let isLong = bytes.count - start > BibTeXScanner.entryLimit
      // Without an identifier, no list is complete that it stands in.
      let key = BibTeXOpening.isFollowed(in: bytes) ? nil : error.key
      throw RecordFault(
        reason: isLong ? "the entry is longer than 1 MiB, or not closed" : error.reason,
        identifier: key.flatMap(ReportBuilder.identifier))
    }
  }
}
