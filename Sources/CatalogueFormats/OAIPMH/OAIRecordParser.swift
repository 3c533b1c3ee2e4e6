import CXML
import Catalogue

/// Reads one record of OAI-PMH with Dublin Core in it (OAI-PMH 2.0, 2.5). Strict first; a record that libxml2 refuses
/// is mended and read again. Used by one thread.
final class OAIRecordParser: RecordParser {
  private let reader = XMLReader()
  private var document: [UInt8] = []
  private var names: [UnsafePointer<CChar>: Name] = [:]
  private var generation = 0
  private var core = DublinCore()

  /// What an element's local name means to us.
  private enum Name {
    case record, header, identifierOrElement, datestamp, metadata, about
    case element(DublinCore.Element)
    case other
  }

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault) -> Statement {
    if let fault = read(bytes, context) {
      try mend(bytes, context, fault, &repairs)
    }
    return try interpret(bytes, context)
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
    throw RecordFault(reason: "the record is not well-formed XML: \(fault.message)", identifier: scanned(bytes, context))
  }

  private func scanned(_ bytes: [UInt8], _ context: [UInt8]) -> String? {
    bytes.withUnsafeBufferPointer {
      HeaderScan($0, isUTF8: !context.starts(with: "<?xml".utf8)).identifier
    }
  }

  // MARK: What the events say

  private func name(_ pointer: UnsafePointer<CChar>) -> Name {
    if generation != reader.generation {
      names.removeAll()
      generation = reader.generation
    }
    if let known = names[pointer] { return known }
    let text = String(cString: pointer)
    let name: Name =
      switch text {
      case "record": .record
      case "header": .header
      case "identifier": .identifierOrElement
      case "datestamp": .datestamp
      case "metadata": .metadata
      case "about": .about
      default: DublinCore.Element(rawValue: text).map(Name.element) ?? .other
      }
    names[pointer] = name
    return name
  }

  private enum Part { case outside, header, metadata, about }

  private func interpret(_ bytes: [UInt8], _ context: [UInt8]) throws(RecordFault) -> Statement {
    core.removeAll()
    var part = Part.outside
    var partDepth = 0
    var depth = 0
    var identifier: String?
    var datestamp: Datestamp?
    var isDeleted = false
    var hasMetadata = false
    var fields = 0
    // The text of the element that was opened last, if nothing but text has come since.
    var text: Bytes?
    var isLeaf = false
    for event in reader.events {
      switch event.kind {
      case Int32(CXMLStart):
        depth += 1
        text = nil
        isLeaf = true
        guard part == .outside, let pointer = event.name else { continue }
        switch name(pointer) {
        case .header: (part, partDepth) = (.header, depth)
        case .metadata:
          (part, partDepth) = (.metadata, depth)
          hasMetadata = true
        case .about: (part, partDepth) = (.about, depth)
        default: break
        }
      case Int32(CXMLAttribute):
        guard part == .header, depth == partDepth, let pointer = event.name else { continue }
        if String(cString: pointer) == "status" { isDeleted = reader.text(event).trimmed.has("deleted", at: 0) }
      case Int32(CXMLText):
        if isLeaf { text = reader.text(event) }
      default:
        if isLeaf, let text, let pointer = event.name, depth > partDepth || part == .outside {
          switch (part, name(pointer)) {
          case (.header, .identifierOrElement):
            let value = text.trimmed
            if identifier == nil, !value.isEmpty { identifier = String(decoding: value, as: UTF8.self) }
          case (.header, .datestamp):
            datestamp = datestamp ?? Datestamp(utc: text)
          case (.metadata, .identifierOrElement):
            fields += add(.identifier, text)
          case (.metadata, .element(let element)):
            fields += add(element, text)
          default: break
          }
        }
        isLeaf = false
        if part != .outside, depth == partDepth { part = .outside }
        depth -= 1
      }
    }
    guard let identifier else {
      throw RecordFault(reason: "the record's header has no identifier", identifier: nil)
    }
    guard identifier.utf8.count <= 2000 else {
      throw RecordFault(reason: "the record's identifier is longer than 2000 bytes", identifier: nil)
    }
    if isDeleted { return Statement(identifier: identifier, datestamp: datestamp, state: .deleted) }
    guard hasMetadata else {
      throw RecordFault(reason: "the record has no metadata and is not deleted", identifier: identifier)
    }
    guard fields > 0 else {
      throw RecordFault(reason: "the record's metadata hold no Dublin Core", identifier: identifier)
    }
    return Statement(identifier: identifier, datestamp: datestamp, state: .live(core.report()))
  }

  /// Keeps a value of Dublin Core; says how many that are.
  private func add(_ element: DublinCore.Element, _ bytes: Bytes) -> Int {
    let raw = String(decoding: bytes, as: UTF8.self)
    let isProse = element == .description || element == .abstract
    let value = isProse ? PlainText.cleanParagraphs(raw) : PlainText.clean(raw)
    if !value.isEmpty { core.add(element, value) }
    return 1
  }
}
