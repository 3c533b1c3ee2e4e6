import Catalogue

/// Reads what a run keeps of pages: a page as a report, or a note that it was taken away.
final class PageRecordParser: RecordParser {
  private let pages = LandingPageParser()

  private static let goneMark = Array("gone\n".utf8)

  /// What is kept of a page that its site says is gone: the address as its context, and who says so.
  static func tombstone(_ identifier: String, because words: String) -> RecordBytes {
    RecordBytes(
      bytes: Array(words.utf8), context: goneMark + Array(identifier.utf8), identifier: identifier, place: 0)
  }

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    guard context.starts(with: Self.goneMark) else {
      return try pages.parse(bytes, context: context, repairs: &repairs)
    }
    let identifier = String(decoding: context.dropFirst(Self.goneMark.count), as: UTF8.self)
    return Statement(identifier: identifier, datestamp: nil, state: .deleted)
  }
}
