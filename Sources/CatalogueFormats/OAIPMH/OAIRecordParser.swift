import CXML
import Catalogue

/// Reads one record of OAI-PMH with Dublin Core in it (OAI-PMH 2.0, 2.5). Strict first; a record that libxml2 refuses
/// is mended and read again. Used by one thread.
final class OAIRecordParser: RecordParser {
  private let reader = XMLReader()
  private var document: [UInt8] = []
  private var generation = 0
  private var reading = RecordReading()

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    if let fault = read(bytes, context) {
      try mend(bytes, context, fault, &repairs)
    }
    if generation != reader.generation {
      reading.forgetNames()
      generation = reader.generation
    }
    return try reading.statement(of: reader.events)
  }

  private func read(_ bytes: some Collection<UInt8>, _ context: [UInt8]) -> XMLFault? {
    document.removeAll(keepingCapacity: true)
    document.append(contentsOf: context)
    document.append(contentsOf: bytes)
    document.append(contentsOf: PageContext.closing)
    return document.withUnsafeBufferPointer { reader.read($0) }
  }

  /// Mends as little as will do, and counts it.
  private func mend(_ bytes: [UInt8], _ context: [UInt8], _ fault: XMLFault, _ repairs: inout [String: Int])
    throws(RecordFault)
  {
    var context = context
    var isUTF8 = !context.starts(with: "<?xml".utf8)
    if fault.code == XMLFault.unsupportedEncoding {
      context = PageContext.withoutDeclaration(context)
      isUTF8 = true
    }
    for depth in [Mending.Depth.characters, .strayTags] {
      let mended = bytes.withUnsafeBufferPointer { Mending.mend($0, isUTF8: isUTF8, depth) }
      if read(mended.bytes, context) == nil {
        for (name, count) in mended.repairs { repairs[name, default: 0] += count }
        return
      }
    }
    throw RecordFault(
      reason: "the record is not well-formed XML: \(fault.message)", identifier: scanned(bytes, context))
  }

  private func scanned(_ bytes: [UInt8], _ context: [UInt8]) -> String? {
    bytes.withUnsafeBufferPointer {
      HeaderScan($0, isUTF8: !context.starts(with: "<?xml".utf8)).identifier
    }
  }
}
