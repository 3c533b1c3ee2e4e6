import CXML
import Catalogue

/// Makes a statement of what an XML reader says of one record.
struct RecordReading {
  private var names = NameTable<Name>()
  private var vocabularies = NameTable<Bool>()
  private var core = DublinCore()
  /// The text of an element that comes in pieces, around the markup in it.
  private var gathered: [UInt8] = []

  /// The reader's names have got new addresses.
  mutating func forgetNames() {
    names.removeAll()
    vocabularies.removeAll()
  }

  /// What an element's local name means to us.
  private enum Name {
    case header, identifierOrElement, datestamp, metadata, about
    case element(DublinCore.Element)
    /// HTML's markup within a field.
    case markup(PlainText.Break)
    case other

    init(_ text: String) {
      self =
        switch text {
        case "header": .header
        case "identifier": .identifierOrElement
        case "datestamp": .datestamp
        case "metadata": .metadata
        case "about": .about
        default:
          DublinCore.Element(rawValue: text).map(Name.element) ?? PlainText.Break(around: text).map(
            Name.markup)
            ?? .other
        }
    }

    /// The part of a record that begins with it.
    var part: Part {
      switch self {
      case .header: .header
      case .metadata: .metadata
      case .about: .about
      default: .outside
      }
    }

    var isField: Bool {
      switch self {
      case .identifierOrElement, .datestamp, .element: true
      default: false
      }
    }
  }

  private enum Part { case outside, header, metadata, about }

  /// The statement that a record's events make (OAI-PMH 2.0, 2.5).
  mutating func statement(of events: XMLEvents) throws(RecordFault) -> Statement {
    core.removeAll()
    var part = Part.outside
    var partDepth = 0
    var depth = 0
    var identifier: String?
    var datestamp: Datestamp?
    // An export of Catalogued's own: no markup is written out in its texts.
    var isOwn = false
    var isDeleted = false
    var hasMetadata = false
    var fields = 0
    // The element that is being read, its depth (0: none), and its text, with that of whatever markup is in it.
    var open = Name.other
    var openDepth = 0
    var text = Bytes(start: nil, count: 0)
    for event in events.list {
      switch event.kind {
      case Int32(CXMLStart):
        depth += 1
        guard let pointer = event.name else { continue }
        let name = names.value(of: pointer, Name.init)
        if part == .outside {
          (part, partDepth) = (name.part, depth)
          if part == .metadata { hasMetadata = true }
        } else if name.isField, part == .header || (part == .metadata && isDublinCore(event)) {
          // A field within a field: the outer one was a container.
          (open, openDepth, text) = (name, depth, Bytes(start: nil, count: 0))
          gathered.removeAll(keepingCapacity: true)
        } else if openDepth > 0, case .markup(let gap) = name {
          keepApart(text, gap)
        }
      case Int32(CXMLAttribute):
        guard part == .header, depth == partDepth, let pointer = event.name else { continue }
        if String(cString: pointer) == "status" {
          isDeleted = events.text(event).trimmed.has("deleted", at: 0)
        }
      case Int32(CXMLText):
        guard openDepth > 0 else { continue }
        let piece = events.text(event)
        if text.isEmpty {
          text = piece
        } else {
          if gathered.isEmpty { gathered.append(contentsOf: text) }
          gathered.append(contentsOf: piece)
        }
      default:
        if depth == openDepth {
          let whole =
            gathered.isEmpty
            ? String(decoding: text, as: UTF8.self) : String(decoding: gathered, as: UTF8.self)
          switch (part, open) {
          case (.header, .identifierOrElement):
            if identifier == nil {
              identifier = trimmed(whole)
              isOwn = identifier?.hasPrefix(OwnExport.recordPrefix) == true
            }
          case (.header, .datestamp):
            datestamp = datestamp ?? Datestamp(utc: whole)
          case (.metadata, .identifierOrElement):
            fields += add(.identifier, whole, isOwn)
          case (.metadata, .element(let element)):
            fields += add(element, whole, isOwn)
          default: break
          }
          openDepth = 0
        } else if openDepth > 0, let pointer = event.name,
          case .markup(let gap) = names.value(of: pointer, Name.init), gap != .line
        {
          keepApart(text, gap)
        }
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
    return Statement(identifier: identifier, datestamp: datestamp, state: .live(core.report(isOwn: isOwn)))
  }

  /// Keeps apart what stands before and behind an element's tag; `text` is the first piece of the field's text.
  private mutating func keepApart(_ text: Bytes, _ gap: PlainText.Break) {
    guard !text.isEmpty else { return }
    if gathered.isEmpty { gathered.append(contentsOf: text) }
    gap.text.withUTF8Buffer { gathered.append(contentsOf: $0) }
  }

  /// Keeps a value of Dublin Core; says how many that are.
  private mutating func add(_ element: DublinCore.Element, _ raw: String, _ isOwn: Bool) -> Int {
    let raw = isOwn || element.mayHoldAddresses ? raw : PlainText.withoutMarkup(raw)
    let isProse = element == .description || element == .abstract
    let value = isProse ? PlainText.cleanParagraphs(raw) : PlainText.clean(raw)
    if !value.isEmpty { core.add(element, value) }
    return 1
  }

  /// Without XML's white space at both ends; nil if nothing is left.
  private func trimmed(_ text: String) -> String? {
    var text = text
    return text.withUTF8 {
      let bytes = $0.trimmed
      return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Whether an element is of a Dublin Core vocabulary: of any version's, of none, or of the container's.
  private mutating func isDublinCore(_ event: CXMLEvent) -> Bool {
    guard let pointer = event.uri else { return true }
    return vocabularies.value(of: pointer) { uri in
      let uri = Array(uri.lowercased().utf8)
      return uri.withUnsafeBufferPointer { uri in
        (["/dc", "dublincore", "openarchives.org"] as [StaticString]).contains {
          uri.place(of: $0, from: 0, before: uri.count) != nil
        }
      }
    }
  }
}

extension DublinCore.Element {
  /// Whether what a tag says (an address) may be all that the value says.
  fileprivate var mayHoldAddresses: Bool {
    switch self {
    case .identifier, .relation, .source, .isPartOf, .bibliographicCitation, .rights, .accessRights, .license:
      true
    default: false
    }
  }
}
