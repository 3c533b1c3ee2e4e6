import Library
import Notify

// `[notify]` and `[[search]]`.

private let floorParts: [Key<DiskFloor>] = [
  Key("size", \.bytes, .bytes(0...(1 << 50), example: "1 GB"), help: "Less than this is free."),
  Key("share", \.share, .share, help: "Less than this share is free."),
]

private let floorTakes =
  "a size such as \"1 GB\", a share such as \"5 %\", or both: { size = \"1 GB\", share = \"5 %\" }"

private let floor = Key<NotifySettings>(
  "disk_free", takes: floorTakes,
  help: "The disk of the store is nearly full when less than size and less than share of it is free.",
  parts: { KeyReference.list(floorParts, DiskFloor()) },
  read: { node, settings, context in
    switch node.value {
    case .table(let entries):
      return TableReader(keys: floorParts, table: "disk_free").read(entries, into: &settings.disk, context)
    case .string(let text) where text.contains("%"), .string(let text) where Double(text) != nil:
      return floorParts[1].read(node, &settings.disk, context)
    case .string: return floorParts[0].read(node, &settings.disk, context)
    case .float: return floorParts[1].read(node, &settings.disk, context)
    default:
      return [
        KeyFault(position: node.position, message: "disk_free must be \(floorTakes); it is \(node.inWords)")
      ]
    }
  },
  show: { settings in
    let parts = floorParts.compactMap { part in part.show(settings.disk).map { "\(part.name) = \($0)" } }
    return "{ \(parts.joined(separator: ", ")) }"
  })

private let notifyKeys: [Key<NotifySettings>] = [
  Key(
    "command", \.command, .command,
    help:
      "A program with its arguments, run with a JSON document on its standard input. Nobody is told without it."
  ),
  Key(
    "failing_after", \.failingAfter, .wholeSeconds(0...(366 * 86400), example: "24h"),
    help: "How long a catalogue's runs must fail before that is told."),
  Key(
    "timeout", \.timeout, .seconds(0.1...3600, example: "30s"),
    help: "The longest that the command may take; then it is killed, with all that it started."),
  floor,
]

private let searchKeys: [Key<SavedSearch>] = [
  Key("name", \.name, .text("a text"), help: "What the search is called."),
  Key("words", \.words, .words, help: "What must occur, as for cataloguectl search."),
  Key("catalogue", \.catalogue, .text("a catalogue's name"), help: "Only reports of this one."),
]

extension ValueForm<[String]> {
  /// A program and its arguments; no shell reads them.
  static let command = ValueForm(
    "a program's path, or a list of it and its arguments such as [\"/usr/local/bin/tell\", \"--brief\"]"
  ) { node, context throws(ValueFault) in
    var words = try texts.read(node, context)
    guard words[0].contains("/") else {
      throw ValueFault("\(excerpt(words[0])) is no path: nothing is looked up in PATH")
    }
    words[0] = try context.absolute(words[0])
    return words
  } show: { words in
    words.isEmpty ? nil : "[\(words.map(quoted).joined(separator: ", "))]"
  }
}

extension Key<MainFile> {
  static let notify = Key(
    "notify", takes: "a table with command, failing_after, timeout and disk_free",
    help: "Who is told when something needs a person.",
    parts: { KeyReference.list(notifyKeys, NotifySettings()) },
    read: { node, settings, context in
      guard case .table(let entries) = node.value else {
        return [
          KeyFault(
            position: node.position, message: "notify must be a table: [notify]; it is \(node.inWords)")
        ]
      }
      return TableReader(keys: notifyKeys, table: "[notify]").read(
        entries, into: &settings.daemon.notify, context)
    },
    show: { settings in
      let parts = notifyKeys.compactMap { part in
        part.show(settings.daemon.notify).map { "\(part.name) = \($0)" }
      }
      return "{ \(parts.joined(separator: ", ")) }"
    })

  static let searches = Key(
    "search", takes: "tables with name, words and perhaps catalogue: [[search]]",
    help: "Whoever is told by [notify] is told of new reports that match.",
    parts: { KeyReference.list(searchKeys, nil) },
    read: { node, settings, context in
      guard case .array(let nodes) = node.value else {
        return [
          KeyFault(
            position: node.position, message: "search must be written as [[search]]; it is \(node.inWords)")
        ]
      }
      guard nodes.count <= 1000 else {
        return [KeyFault(position: node.position, message: "there are more than 1000 searches")]
      }
      var faults: [KeyFault] = []
      var searches: [SavedSearch] = []
      for node in nodes {
        guard case .table(let entries) = node.value else {
          faults.append(KeyFault(position: node.position, message: "\(node.inWords) stands in [[search]]"))
          continue
        }
        var search = SavedSearch(name: "", words: "")
        let found = TableReader(keys: searchKeys, table: "[[search]]").read(entries, into: &search, context)
        faults += found
        for key in ["name", "words"] where context.isWhole && !entries.contains(where: { $0.key == key }) {
          faults.append(KeyFault(position: node.position, message: "\(key) is missing in [[search]]"))
        }
        if found.isEmpty, !search.name.isEmpty, searches.contains(where: { $0.name == search.name }) {
          let place = entries.first { $0.key == "name" }?.node.position ?? node.position
          faults.append(KeyFault(position: place, message: "there are two searches \(excerpt(search.name))"))
        }
        searches.append(search)
      }
      settings.daemon.notify.searches = searches
      return faults
    },
    show: { settings in
      let tables = settings.daemon.notify.searches.map { search in
        let parts = searchKeys.compactMap { key in key.show(search).map { "\(key.name) = \($0)" } }
        return "{ \(parts.joined(separator: ", ")) }"
      }
      return tables.isEmpty ? nil : "[\(tables.joined(separator: ", "))]"
    })
}

extension ValueForm<String> {
  /// What can be searched for.
  fileprivate static let words = ValueForm("words, a \"phrase\" or the beginning* of a word") {
    node, context throws(ValueFault) in
    let text = try text("words").read(node, context)
    if let fault = Library.searchFault(text) { throw ValueFault(fault) }
    // As SearchExpression reads it, “ begins a phrase only where a word would.
    var (isOpen, isInWord) = (false, false)
    for scalar in text.unicodeScalars {
      if isOpen {
        isOpen = scalar != "\"" && scalar != "”"
      } else {
        isOpen = scalar == "\"" || (scalar == "“" && !isInWord)
        isInWord = !isOpen && !scalar.properties.isWhitespace
      }
    }
    guard !isOpen else { throw ValueFault("the phrase that begins with \" has no \" at its end") }
    return text
  } show: {
    quoted($0)
  }
}
