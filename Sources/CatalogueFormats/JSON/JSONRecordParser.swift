import Catalogue

/// Reads one item of a JSON list by the catalogue's mapping. Used by one thread.
final class JSONRecordParser: RecordParser {
  private let document = JSONDocument()
  private let fields: JSONFields

  init(_ settings: HarvestSettings) {
    fields = JSONFields(settings.mapping.fields, base: settings.url)
  }

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    let fault = bytes.withUnsafeBufferPointer { document.read($0, repairs: &repairs) }
    if let fault {
      throw RecordFault(
        reason: "the item is not readable JSON: \(fault.message)",
        identifier: bytes.withUnsafeBufferPointer { fields.identifier(scanning: $0) })
    }
    guard let item = document.root else {
      throw RecordFault(reason: "the item is empty", identifier: nil)
    }
    guard item.kind == .object || item.kind == .array else {
      throw RecordFault(
        reason: "the item is \(Printable.line(item.bytes, limit: 40)), where an object was expected",
        identifier: nil)
    }
    var builder = ReportBuilder()
    fields.read(item, into: &builder)
    return try builder.statement(&repairs)
  }
}
