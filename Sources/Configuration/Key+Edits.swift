import Library
import Sync

// `[edits]`: what shows where an upstream changes what a person edited.

extension Key<CatalogueSettings> {
  static let edits = Key(
    "edits", takes: "a table such as { title = \"ask\", abstract = \"upstream\" }",
    help:
      "What shows where the upstream changes what a person has edited, by field: \"ask\" (the edit, and a conflict waits for "
      + "a person; so it is unless set), \"local\" (the edit) or \"upstream\" (what the upstream says).",
    parts: { KeyReference.list(editKeys, [:]) },
    read: { node, settings, context in
      guard case .table(let entries) = node.value else {
        return [
          KeyFault(
            position: node.position,
            message: "edits must be a table such as { abstract = \"upstream\" }; it is \(node.inWords)")
        ]
      }
      return TableReader(keys: editKeys, table: "[edits]").read(entries, into: &settings.policies, context)
    },
    show: { settings in
      let parts = editKeys.compactMap { key in key.show(settings.policies).map { "\(key.name) = \($0)" } }
      return parts.isEmpty ? nil : "{ \(parts.joined(separator: ", ")) }"
    })
}

/// One key for each field of which a person's edit and an upstream can say different things: values are added to sets and
/// removed from them without a conflict.
private let editKeys: [Key<[Field: EditPolicy]>] = Field.allCases.filter { $0.kind != .set }.map { field in
  Key(
    field.rawValue, \[Field: EditPolicy][field], .choice(),
    help:
      "Where the upstream changes the \(field.rawValue.replacing("_", with: " ")), and a person has edited it."
  )
}
