import Reconciliation
import Sync
import Transfer

// The keys whose values are tables.

private let guardParts: [Key<ArrivalSettings>] = [
  Key("count", \.guardCount, .integer(0...1_000_000_000), help: "Up to so many never wait."),
  Key("share", \.guardShare, .share, help: "Up to this share of the records never wait."),
]

extension Key<CatalogueSettings> {
  private static let guardTakes =
    "a number of deletions, a share such as \"20 %\", or both: { count = 10, share = \"20 %\" }"

  static let deletionGuard = Key(
    "guard", takes: guardTakes,
    help:
      "Deletions at one time wait for a person if they are more than count and more than share of the records.",
    parts: { KeyReference.list(guardParts, ArrivalSettings()) },
    read: { node, settings, context in
      switch node.value {
      case .table(let entries):
        return TableReader(keys: guardParts, table: "guard").read(entries, into: &settings.arrivals, context)
      case .integer: return guardParts[0].read(node, &settings.arrivals, context)
      case .string, .float: return guardParts[1].read(node, &settings.arrivals, context)
      default:
        return [
          KeyFault(position: node.position, message: "guard must be \(guardTakes); it is \(node.inWords)")
        ]
      }
    },
    show: { settings in
      let parts = guardParts.compactMap { part in part.show(settings.arrivals).map { "\(part.name) = \($0)" }
      }
      return "{ \(parts.joined(separator: ", ")) }"
    })

  static let headers = Key(
    "headers", takes: "a table of request headers: { X-Key = \"value\" }",
    help: "More request headers. --check does not show their values.",
    read: { node, settings, context in
      guard case .table(let entries) = node.value else {
        return [
          KeyFault(
            position: node.position,
            message: "headers must be a table such as { X-Key = \"value\" }; it is \(node.inWords)")
        ]
      }
      var faults: [KeyFault] = []
      var headers: [TransferSettings.Header] = []
      for entry in entries {
        do throws(ValueFault) {
          try checkHeaderName(entry.key)
          let value = try ValueForm<String>.text("a text").read(entry.node, context)
          headers.append(TransferSettings.Header(name: entry.key, value: value))
        } catch {
          // A value may be a secret: it is not told.
          let why = error.message ?? "its value must be a text"
          faults.append(KeyFault(position: entry.position, message: "header \(excerpt(entry.key)): \(why)"))
        }
      }
      settings.transfer.headers = headers
      return faults
    },
    show: { settings in
      let headers = settings.transfer.headers.map { "\(quoted($0.name)) = \"…\"" }
      return headers.isEmpty ? nil : "{ \(headers.joined(separator: ", ")) }"
    })

  /// RFC 9110, 5.1: a token; and none that the transfer itself sets.
  static func checkHeaderName(_ name: String) throws(ValueFault) {
    let token = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
    guard token, !name.isEmpty else { throw ValueFault("this is not the name of a header") }
    switch name.lowercased() {
    case "authorization", "proxy-authorization":
      throw ValueFault("secrets stand in files of their own: see [credentials]")
    case "host", "content-length", "transfer-encoding", "connection", "accept-encoding", "if-none-match",
      "if-modified-since", "range", "user-agent":
      throw ValueFault("the transfer sets this header itself")
    default: break
    }
  }

  static let credentials = Key(
    "credentials",
    takes:
      "a table with basic_file, bearer_file, key_file (with header or query), netrc, or certificate and key",
    help: "How the upstream knows us. Each names a file that holds the secret and nothing else.",
    parts: { KeyReference.list(CredentialFiles.keys, CredentialFiles()) },
    read: { node, settings, context in
      let takes =
        "[credentials] takes one of basic_file, bearer_file, netrc, key_file with header or query, or certificate "
        + "and key"
      guard case .table(let entries) = node.value else {
        return [KeyFault(position: node.position, message: "\(takes); it is \(node.inWords)")]
      }
      var files = CredentialFiles()
      let faults = TableReader(keys: CredentialFiles.keys, table: "[credentials]")
        .read(entries, into: &files, context)
      guard faults.isEmpty else { return faults }
      // Some APIs are known to want their key in one place.
      if files.keyFile != nil, files.header == nil, files.query == nil {
        switch settings.harvest.keyPlace {
        case .header(let name): files.header = name
        case .query(let parameter): files.query = parameter
        case nil: break
        }
      }
      guard let credentials = files.credentials else {
        guard context.isWhole else { return [] }
        return [KeyFault(position: node.position, message: takes)]
      }
      settings.transfer.credentials = credentials
      // The list's next links may hold the key, and must not be kept with it.
      if case .query(let parameter, _) = credentials { settings.harvest.setKeyPlace(.query(parameter)) }
      return []
    },
    show: { settings in
      switch settings.transfer.credentials {
      case .none: nil
      case .basic(let file): "{ basic_file = \(quoted(file)) }"
      case .bearer(let file): "{ bearer_file = \(quoted(file)) }"
      case .netrc(let file): "{ netrc = \(quoted(file)) }"
      case .header(let name, let file): "{ header = \(quoted(name)), key_file = \(quoted(file)) }"
      case .query(let parameter, let file): "{ query = \(quoted(parameter)), key_file = \(quoted(file)) }"
      case .clientCertificate(let certificate, let key):
        "{ certificate = \(quoted(certificate)), key = \(quoted(key)) }"
      }
    })
}
