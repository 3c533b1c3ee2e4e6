/// The macros of a BibTeX file (`@string`), each with the TeX that it stands for.
///
/// A macro is worked out where it is defined, by those before it, as BibTeX does: none can contain itself, and what
/// doubles at every step ends at `valueLimit`.
struct BibTeXMacros: Sendable {
  /// One that would be longer is not defined; nor is any beyond so many, or so many bytes of all. Those that one entry
  /// uses stand before it in its record: so many bytes of them.
  static let limits = (value: 64 << 10, count: 20_000, bytes: 4 << 20, used: 128 << 10)

  private var values: [String: [UInt8]] = [:]
  private var bytes = 0
  /// Those that were not defined: what uses one cannot be read, and must not show its name in place of what it means.
  private var leftOut: Set<String> = []
  /// How many names in definitions are no macro's.
  private(set) var undefined = 0

  /// Takes an entry `@string`; returns whether all of it could be.
  mutating func define(_ entry: BibTeXEntry) -> Bool {
    var isWhole = true
    for field in entry.fields {
      guard let value = self.value(of: field, in: entry, limit: Self.limits.value, &undefined),
        values.count < Self.limits.count, bytes + value.count <= Self.limits.bytes
      else {
        isWhole = false
        leaveOut(field.name)
        continue
      }
      bytes += value.count - (values[field.name]?.count ?? 0)
      values[field.name] = value
      leftOut.remove(field.name)
    }
    return isWhole
  }

  mutating func leaveOut(_ name: String) {
    bytes -= values.removeValue(forKey: name)?.count ?? 0
    if leftOut.count < Self.limits.count { leftOut.insert(name) }
  }

  /// What a field says, macros replaced. One that is not defined is left out and counted, since its name is nothing that
  /// anybody said; but a month's name is. Nil where it is longer, or a macro in it was left out.
  func value(of field: BibTeXEntry.Field, in entry: BibTeXEntry, limit: Int, _ undefined: inout Int)
    -> [UInt8]?
  {
    var value: [UInt8] = []
    for piece in field.pieces {
      switch piece {
      case .text(let range): value.append(contentsOf: entry.bytes.part(range))
      case .macro(let range):
        let name = Windows1252.text(entry.bytes.part(range))
        let key = name.lowercased()
        if leftOut.contains(key) { return nil }
        if let known = values[key] ?? Self.months[key].map({ Array($0.utf8) }) {
          value.append(contentsOf: known)
        } else if field.name == "month" {
          value.append(contentsOf: name.utf8)
        } else {
          undefined += 1
        }
      }
      if value.count > limit { return nil }
    }
    return value
  }

  /// The definitions of some macros, as BibTeX, a line each: what an entry needs to be read alone. Of those that were left
  /// out, or are too long together, only that they were.
  func definitions(of names: Set<String>) -> (lines: [[UInt8]], isWhole: Bool) {
    var lines: [[UInt8]] = []
    var room = Self.limits.used
    var isWhole = true
    for name in names.sorted() {
      if let value = values[name], value.count <= room {
        room -= value.count
        lines.append(Array("@string{\(name) = {".utf8) + value + Array("}}\n".utf8))
      } else if values[name] != nil || leftOut.contains(name) {
        isWhole = false
        lines.append(Array("@\(Self.leftOutType){\(name)}\n".utf8))
      }
    }
    return (lines, isWhole)
  }

  /// How a run counts a name in a field that is no macro's.
  static let undefinedLeftOut = "macro that is not defined left out"

  /// What an entry's context calls a macro that was left out.
  static let leftOutType = "leftout"

  /// What every style defines.
  private static let months = [
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June",
    "jul": "July", "aug": "August", "sep": "September", "oct": "October", "nov": "November",
    "dec": "December",
  ]
}
