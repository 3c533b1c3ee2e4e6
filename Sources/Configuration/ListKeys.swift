import CatalogueFormats
import Sync

/// `[list]` as it is written: the way to a JSON list and through its pages. Each way on is a key of its own here.
struct ListTable: Sendable {
  var mapping: JSONMapping
  var page: Numbering?
  var offset: Numbering?
  var cursor: Cursor?
  var next: [String] = []
  var linkHeader = false

  struct Numbering: Hashable, Sendable {
    var parameter = ""
    var first = 1
  }

  struct Cursor: Hashable, Sendable {
    var parameter = ""
    var first: String?
    var next: [String] = []
  }

  init(_ mapping: JSONMapping) {
    self.mapping = mapping
    switch mapping.paging {
    case .none: break
    case .page(let parameter, let first): page = Numbering(parameter: parameter, first: first)
    case .offset(let parameter, let first): offset = Numbering(parameter: parameter, first: first)
    case .cursor(let parameter, let first, let next):
      cursor = Cursor(parameter: parameter, first: first, next: next)
    case .link(let next): self.next = next
    case .linkHeader: linkHeader = true
    }
  }

  mutating func forgetPaging() { (page, offset, cursor, next, linkHeader) = (nil, nil, nil, [], false) }

  /// Nil where more than one way is given.
  var paging: JSONMapping.Paging? {
    var ways: [JSONMapping.Paging] = []
    if let page { ways.append(.page(parameter: page.parameter, first: page.first)) }
    if let offset { ways.append(.offset(parameter: offset.parameter, first: offset.first)) }
    if let cursor {
      ways.append(.cursor(parameter: cursor.parameter, first: cursor.first, next: cursor.next))
    }
    if !next.isEmpty { ways.append(.link(next: next)) }
    if linkHeader { ways.append(.linkHeader) }
    return ways.count > 1 ? nil : ways.first ?? .some(.none)
  }

  static let ways = ["page", "offset", "cursor", "next", "link_header"]

  static let keys: [Key<ListTable>] = [
    Key(
      "path", \.mapping.path, .text("a path"), help: "What follows the url, as far as it does not hold it."),
    Key(
      "items", \.mapping.items, .pointer,
      help: "Where the items are: /results. Empty: the whole answer is the list."),
    Key("lines", \.mapping.lines, .flag, help: "JSON Lines: an item a line."),
    .part("page", \.page, ListTable.Numbering(first: 1), numbering, help: "Pages are numbered."),
    .part("offset", \.offset, ListTable.Numbering(first: 0), numbering, help: "Items are numbered."),
    .part(
      "cursor", \.cursor, ListTable.Cursor(),
      [
        Key("parameter", \.parameter, .text("the name of a parameter"), help: "What asks for it. Needed."),
        Key("first", \.first, .text("a text"), help: "What begins the list: *."),
        Key("next", \.next, .pointers, help: "Where an answer holds the next one."),
      ], needs: ["parameter", "next"], help: "The answer says what to ask for next."),
    Key("next", \.next, .pointers, help: "Where an answer holds the next page's address."),
    Key("link_header", \.linkHeader, .flag, help: "The answer's Link header names the next page."),
    .part(
      "size", \.mapping.size, .init(parameter: "", value: 100),
      [
        Key("parameter", \.parameter, .text("the name of a parameter"), help: "What asks for it. Needed."),
        Key("value", \.value, .integer(1...100_000), help: "How many items to a page."),
      ], needs: ["parameter", "value"], help: "How many items to a page."),
    Key("total", \.mapping.total, .pointers, help: "Where an answer says how many items the list has."),
    Key("total_header", \.mapping.totalHeader, .headerName.lowercased, help: "The header that says it."),
    Key("past_end", \.mapping.pastEnd, .integer(400...499), help: "The status of a page beyond the last."),
    .part(
      "since", \.mapping.since, .init(.init(parameter: ""), date: .second),
      [
        Key("parameter", \.argument.parameter, .parameterName, help: "Unless url holds {since}."),
        Key("value", \.argument.value, .template, help: "What is sent; {} is the date."),
        Key("join", \.argument.join, .separator, help: "What joins it to the same parameter's other value."),
        Key("date", \.date, .choice(), help: "How the date is written."),
        Key("with", \.with, .parameters, help: "Parameters that are sent besides."),
        Key("beginning", \.beginning, .text("a text"), help: "What a full run puts in {since}'s place."),
      ], help: "How to ask for what changed since the last run."),
    .part(
      "query", \.mapping.query, .init(parameter: ""), argument, needs: ["parameter"],
      help: "How query is asked for."),
    .part(
      "set", \.mapping.set, .init(parameter: ""), argument, needs: ["parameter"],
      help: "How set is asked for."),
    Key("parameters", \.mapping.parameters, .parameters, help: "Parameters of every request."),
    Key(
      "complete", \.mapping.complete, .flag,
      help: "Whether a list that was read to its end holds every record."),
    Key("key", \.mapping.key, .keyPlace, help: "Where a key of [credentials] goes."),
  ]

  private static let numbering: [Key<Numbering>] = [
    Key("parameter", \.parameter, .text("the name of a parameter"), help: "What asks for it. Needed."),
    Key("first", \.first, .integer(0...1_000_000), help: "The number of the first."),
  ]

  private static let argument: [Key<JSONMapping.Argument>] = [
    Key("parameter", \.parameter, .text("the name of a parameter"), help: "What asks for it. Needed."),
    Key("value", \.value, .template, help: "What is sent; {} is the value."),
    Key("join", \.join, .separator, help: "What joins it to the same parameter's other value."),
  ]
}

extension Key {
  /// A key whose value is a table of its own.
  static func part<Part: Sendable & Hashable>(
    _ name: String, _ place: WritableKeyPath<Settings, Part?> & Sendable, _ start: Part, _ keys: [Key<Part>],
    needs: [String] = ["parameter"], help: String
  ) -> Key {
    let takes = "a table with \(keys.map(\.name).joined(separator: ", "))"
    return Key(
      name, takes: takes, help: help, parts: { KeyReference.list(keys, start) },
      read: { node, settings, context in
        guard case .table(let entries) = node.value else {
          return [
            KeyFault(position: node.position, message: "\(name) must be \(takes); it is \(node.inWords)")
          ]
        }
        var part = start
        var faults = TableReader(keys: keys, table: name).read(entries, into: &part, context)
        for need in needs
        where context.isWhole && name != "since" && !entries.contains(where: { $0.key == need }) {
          faults.append(KeyFault(position: node.position, message: "\(need) is missing in \(name)"))
        }
        settings[keyPath: place] = part
        return faults
      },
      show: { settings in
        guard let part = settings[keyPath: place] else { return nil }
        let parts = keys.compactMap { key in key.show(part).map { "\(key.name) = \($0)" } }
        return "{ \(parts.joined(separator: ", ")) }"
      })
  }
}

extension Key<CatalogueSettings> {
  static let list = Key(
    "list", takes: "a table: see the examples", shared: false,
    help: "JSON: the way to the list and through its pages. Over the preset's, where the format names one.",
    parts: { KeyReference.list(ListTable.keys, ListTable(JSONMapping())) },
    read: { node, settings, context in
      guard case .table(let entries) = node.value else {
        return [KeyFault(position: node.position, message: "list must be a table; it is \(node.inWords)")]
      }
      var table = ListTable(
        settings.harvest.list ?? JSONPreset.named(settings.harvest.format)?.mapping ?? JSONMapping())
      if entries.contains(where: { ListTable.ways.contains($0.key) }) { table.forgetPaging() }
      var faults = TableReader(keys: ListTable.keys, table: "[list]").read(entries, into: &table, context)
      if let paging = table.paging {
        table.mapping.paging = paging
      } else {
        faults.append(
          KeyFault(
            position: node.position,
            message: "[list] takes one way to the next page: \(ListTable.ways.joined(separator: ", "))"))
      }
      settings.harvest.list = table.mapping
      return faults
    },
    show: { settings in
      guard let mapping = settings.harvest.list else { return nil }
      let table = ListTable(mapping)
      let parts = ListTable.keys.compactMap { key in key.show(table).map { "\(key.name) = \($0)" } }
      return "{ \(parts.joined(separator: ", ")) }"
    })
}
