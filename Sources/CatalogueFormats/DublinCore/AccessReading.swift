import Catalogue

/// Tells from a statement of rights who may read the full text.
enum AccessReading {
  private static let open = [
    "openaccess", "open access", "creativecommons.org/", "creative commons", "cc by", "cc-by", "cc0",
    "public domain",
    "libre accès", "accès ouvert", "acceso abierto", "freier zugang",
  ]
  private static let closed = [
    "restrictedaccess", "closedaccess", "embargoedaccess", "restricted access", "closed access", "embargo",
    "log in",
    "login", "subscription", "not open access", "campus only",
  ]

  private static let closedOpenings = ["restricted", "closed", "embargoed"]

  /// Nil where the statement does not tell.
  static func access(_ text: String) -> Access? {
    let folded = text.lowercased()
    if closedOpenings.contains(where: folded.hasPrefix) { return .loginNeeded }
    if folded == "open" { return .open }
    if closed.contains(where: folded.contains) { return .loginNeeded }
    return open.contains(where: folded.contains) ? .open : nil
  }
}

extension String {
  /// Whether `part` stands in the text, byte for byte.
  fileprivate func contains(_ part: String) -> Bool {
    let part = Array(part.utf8)
    var copy = self
    return copy.withUTF8 { bytes in
      guard bytes.count >= part.count, let first = part.first else { return part.isEmpty }
      var at = 0
      while let found = bytes.place(of: first, from: at) {
        if bytes.has(part, at: found) { return true }
        at = found + 1
      }
      return false
    }
  }
}
