import CXML
import Catalogue

/// What stands around the records of an answer (OAI-PMH 2.0, 3.2): dates, errors, tokens, and the whole of the small
/// verbs' answers.
struct Envelope {
  var responseDate: Datestamp?
  /// Whether the request that was answered asked for a part of the list only.
  var isPart = false
  var errors: [(code: String, text: String)] = []
  /// Nil where there is no such element.
  var token: String?
  var completeListSize: Int?
  var repositoryName: String?
  var adminEmails: [String] = []
  var earliest: Datestamp?
  var deletedRecord: String?
  var granularity: Granularity?
  var isIdentify = false
  var sets: [(spec: String, name: String)] = []
  var prefixes: [String] = []
  /// The title of a page for people.
  var pageTitle: String?
  /// Something in the list that is neither record nor token: a destroyed tag, perhaps the token's.
  var hasStrays = false

  /// Reads the bytes; as well as can be, where they are not well-formed.
  init(_ bytes: [UInt8], charset: Charset?) {
    let reader = XMLReader()
    var document: [UInt8] = []
    if case .named(let name) = charset { document += "<?xml version=\"1.0\" encoding=\"\(name)\"?>".utf8 }
    let head = document
    document += bytes
    if document.withUnsafeBufferPointer({ reader.read($0) }) != nil {
      var isUTF8 = true
      if case .named = charset { isUTF8 = false }
      let mended = bytes.withUnsafeBufferPointer { Mending.mend($0, isUTF8: isUTF8, .characters) }
      document = head + mended.bytes
      _ = document.withUnsafeBufferPointer { reader.read($0, recover: true) }
    }
    walk(reader)
  }

  /// Shorter text cannot be what is left of a token.
  private static let shortestStray = 8

  private mutating func walk(_ reader: XMLReader) {
    var path: [String] = []
    var text = ""
    var attributes: [String: String] = [:]
    var opened: [String: String] = [:]
    var spec: String?
    let events = reader.events
    for event in events.list {
      switch event.kind {
      case Int32(CXMLStart):
        let name = event.name.map { String(cString: $0) } ?? ""
        if path.last == "ListRecords", name != "resumptionToken", name != "record" { hasStrays = true }
        path.append(name)
        text = ""
        attributes = [:]
        if name == "resumptionToken" { opened = [:] }
        if name == "Identify" { isIdentify = true }
      case Int32(CXMLAttribute):
        let name = event.name.map { String(cString: $0) } ?? ""
        attributes[name] = String(decoding: events.text(event), as: UTF8.self)
        opened = attributes
        if path.last == "request", ["from", "until", "resumptionToken"].contains(name) { isPart = true }
      case Int32(CXMLText):
        let piece = String(decoding: events.text(event), as: UTF8.self)
        if path.last == "ListRecords", events.text(event).trimmed.count >= Self.shortestStray {
          hasStrays = true
        }
        text += piece
      default:
        take(path, text, opened, &spec)
        text = ""
        if !path.isEmpty { path.removeLast() }
      }
    }
  }

  private mutating func take(
    _ path: [String], _ raw: String, _ attributes: [String: String], _ spec: inout String?
  ) {
    guard let name = path.last else { return }
    let text = PlainText.clean(raw)
    switch name {
    case "responseDate": responseDate = responseDate ?? Datestamp(utc: text)
    case "error": errors.append((attributes["code"] ?? "", Printable.line(text)))
    case "resumptionToken":
      // Opaque: only the white space of the markup is taken off.
      token = raw.trimmedOfMarkup
      completeListSize = attributes["completeListSize"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    case "repositoryName": repositoryName = text
    case "adminEmail": if adminEmails.count < 4 { adminEmails.append(text) }
    case "earliestDatestamp": earliest = Datestamp(utc: text)
    case "deletedRecord": deletedRecord = text
    case "granularity": granularity = text.utf8.count <= 10 ? .day : .second
    case "setSpec": spec = text
    case "setName": if let spec { sets.append((spec, text)) }
    case "metadataPrefix": prefixes.append(text)
    case "title" where pageTitle == nil: pageTitle = Printable.line(text)
    default: break
    }
  }
}

extension String {
  fileprivate var trimmedOfMarkup: String {
    var copy = self
    return copy.withUTF8 { String(decoding: $0.trimmed, as: UTF8.self) }
  }
}
