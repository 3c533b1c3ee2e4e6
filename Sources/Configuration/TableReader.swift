/// Reads a table by its keys, and says of each key that it does not know which one was probably meant.
struct TableReader<Settings: Sendable> {
  var keys: [Key<Settings>]
  /// What the table is called in messages; nil for a whole file.
  var table: String?

  func read(_ entries: [TOMLEntry], into settings: inout Settings, _ context: FileContext) -> [KeyFault] {
    var faults: [KeyFault] = []
    for entry in entries {
      if let key = keys.first(where: { $0.name == entry.key }) {
        faults += key.read(entry.node, &settings, context)
      } else {
        faults.append(
          KeyFault(position: entry.position, message: unknown(entry.key)))
      }
    }
    return faults
  }

  private func unknown(_ key: String) -> String {
    let place = table.map { " in \($0)" } ?? ""
    let names = keys.map(\.name)
    let message = "there is no key \(excerpt(key))\(place)"
    if let meant = KeySynonyms.hint(for: key, among: names) { return "\(message): \(meant)" }
    let hint = didYouMean(key, names)
    return message + (hint.isEmpty ? " (known: \(names.joined(separator: ", ")))" : hint)
  }
}
