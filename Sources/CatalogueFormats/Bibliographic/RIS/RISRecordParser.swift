import Catalogue

/// Reads a record of RIS: that of a report, and behind it those of its chapters, which become its sections. Used by one
/// thread.
///
/// RIS is plain text: an entity that stands in it is meant as it stands. `T2` is a report's series, a chapter's book
/// and an article's journal; the last two have no place of their own in a report, and stand where a series does. `A2`,
/// `A3` and `ED` edited, `A4` and `TA` translated. `SP` alone is a report's number of pages. `M3` is the type in words,
/// unless it is a DOI, as older programs write it. A name that ends in a comma is a body's (EndNote). `N1`, `CY`, `C1`
/// to `C8` and `U1` to `U5`, of which every program makes something else, have no place in a report: they stay in the
/// record's bytes.
final class RISRecordParser: RecordParser {
  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    try NamesTaken.check(context: context)
    return try bytes.withUnsafeBufferPointer { (bytes) throws(RecordFault) in
      guard let record = RISRecord(bytes) else {
        throw RecordFault(reason: "the record does not begin with its type (TY)", identifier: nil)
      }
      guard bytes.count <= ChapterJoining.limits.bytes + ChapterJoining.limits.parts,
        record.end <= RISSplitter.recordLimit
      else { throw RecordFault(reason: "the record is longer than 1 MiB", identifier: nil) }
      guard !record.isRunTogether else { throw .runTogether }
      guard let identifier = record.identifier else {
        throw RecordFault(
          reason: "the record has neither a name of its own (ID, AN, DO) nor a title", identifier: nil)
      }
      var reading = RISReading(record)
      reading.builder.add(.identifier, identifier)
      reading.read()
      var at = bytes.skippingSpace(from: record.end)
      while at < bytes.count, let chapter = RISRecord(bytes, from: at) {
        guard !chapter.isRunTogether else { throw .runTogether }
        reading.add(chapter)
        at = bytes.skippingSpace(from: max(chapter.end, at + 1))
      }
      guard !reading.builder.saysNothing else {
        throw RecordFault(reason: "the record says nothing but its name", identifier: identifier)
      }
      return try reading.builder.statement(&repairs)
    }
  }
}
