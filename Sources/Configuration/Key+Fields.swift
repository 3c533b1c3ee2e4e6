import CatalogueFormats
import Sync

// `[fields]`: where each field of a report stands in a table's rows or in the items of a JSON list.

extension Key<CatalogueSettings> {
  static let fields = Key(
    "fields",
    takes: "a table such as { identifier = \"ID\", title = [\"Title\", \"Name\"] }", shared: false,
    help:
      "Tables: the column of each field, by its name or number (#3). JSON: a pointer to it. Of several, the first that holds anything.",
    parts: { KeyReference.list(fieldKeys, FieldMapping()) },
    read: { node, settings, context in
      guard case .table(let entries) = node.value else {
        return [
          KeyFault(
            position: node.position,
            message: "fields must be a table such as { identifier = \"ID\" }; it is \(node.inWords)")
        ]
      }
      return TableReader(keys: fieldKeys, table: "[fields]").read(
        entries, into: &settings.harvest.fields, context)
    },
    show: { settings in
      let parts = fieldKeys.compactMap { key in
        key.show(settings.harvest.fields).map { "\(key.name) = \($0)" }
      }
      return parts.isEmpty ? nil : "{ \(parts.joined(separator: ", ")) }"
    })

  static let separator = Key(
    "separator", \.harvest.separator, .separator, shared: false,
    help: "Tables: what stands between the columns. Found out from the header row, unless set.")
}

/// One key a field.
private let fieldKeys: [Key<FieldMapping>] = ReportField.allCases.map { field in
  let isOfContributors = [.authors, .editors, .contributors, .corporateAuthors].contains(field)
  let takes =
    "a text or a list of texts"
    + (isOfContributors ? ", or for JSON a table such as { each = \"/authors/*\", family = \"/last\" }" : "")
  return Key(
    field.rawValue, takes: takes,
    help:
      "Where the report's \(field.rawValue.replacing("_", with: " ")) \(isOfContributors ? "stand" : "stands").",
    parts: { isOfContributors ? KeyReference.list(sourceKeys, FieldSource([])) : [] },
    read: { node, mapping, context in
      if isOfContributors, case .table(let entries) = node.value {
        var source = FieldSource([])
        var faults = TableReader(keys: sourceKeys, table: field.rawValue).read(
          entries, into: &source, context)
        if faults.isEmpty, source.alternatives.isEmpty {
          faults.append(
            KeyFault(
              position: node.position,
              message: "\(field.rawValue) needs each: where the list of its persons stands"))
        }
        mapping.sources[field] = source
        return faults
      }
      do throws(ValueFault) {
        mapping.sources[field] = FieldSource(try ValueForm.texts.read(node, context))
        return []
      } catch {
        return [
          KeyFault(
            position: node.position,
            message: "\(field.rawValue) must be \(takes); \(error.message ?? "it is \(node.inWords)")")
        ]
      }
    },
    show: { mapping in
      guard let source = mapping[field] else { return nil }
      guard !source.parts.isEmpty else { return ValueForm.texts.show(source.alternatives) }
      let parts = sourceKeys.compactMap { key in key.show(source).map { "\(key.name) = \($0)" } }
      return "{ \(parts.joined(separator: ", ")) }"
    })
}

/// The keys of a field whose values have parts.
private let sourceKeys: [Key<FieldSource>] =
  [Key("each", \FieldSource.alternatives, .texts, help: "The elements, one a contributor.")]
  + FieldSource.NamePart.allCases.map { part in
    Key(
      part.rawValue, \FieldSource.parts[part], ValueForm.texts, help: "Where it stands below each element.")
  }

extension ValueForm<[String]> {
  /// One text, or several.
  static let texts = ValueForm("a text or a list of texts") { node, context throws(ValueFault) in
    guard case .array(let nodes) = node.value else {
      return [try ValueForm<String>.text("a text").read(node, context)]
    }
    guard (1...100).contains(nodes.count) else { throw ValueFault("it has \(nodes.count) elements") }
    var texts: [String] = []
    for node in nodes {
      do throws(ValueFault) {
        texts.append(try ValueForm<String>.text("a text").read(node, context))
      } catch { throw ValueFault(error.message ?? "\(node.inWords) stands in it") }
    }
    return texts
  } show: { texts in
    texts.count == 1 ? quoted(texts[0]) : "[\(texts.map(quoted).joined(separator: ", "))]"
  }
}

extension ValueForm<UInt8> {
  /// The separator of a table's columns.
  static let separator = ValueForm("\"tab\" or one character such as \";\"") { node, _ throws(ValueFault) in
    guard case .string(let text) = node.value else { throw ValueFault() }
    if text == "tab" || text == "\t" { return UInt8(ascii: "\t") }
    guard let byte = text.utf8.first, text.utf8.count == 1, byte > 0x20, byte < 0x7F,
      byte != UInt8(ascii: "\""), !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte),
      !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    else { throw ValueFault() }
    return byte
  } show: {
    $0 == UInt8(ascii: "\t") ? quoted("tab") : quoted(String(UnicodeScalar($0)))
  }
}
