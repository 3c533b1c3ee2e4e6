import Catalogue

/// Tells from a statement of rights who may read the full text.
enum AccessReading {
  private static let open: [StaticString] = [
    "openaccess", "open access", "creativecommons.org/", "creative commons", "cc by", "cc-by", "cc0",
    "public domain",
    "libre accès", "accès ouvert", "acceso abierto", "freier zugang",
  ]
  private static let closed: [StaticString] = [
    "restrictedaccess", "closedaccess", "embargoedaccess", "restricted access", "closed access", "embargo",
    "log in",
    "login", "subscription", "not open access", "campus only",
  ]

  private static let closedOpenings: [StaticString] = ["restricted", "closed", "embargoed"]

  /// Nil where the statement does not tell.
  static func access(_ text: String) -> Access? {
    let folded = Array(text.lowercased().utf8)
    return folded.withUnsafeBufferPointer { folded in
      func holds(_ part: StaticString) -> Bool {
        folded.place(of: part, from: 0, before: folded.count) != nil
      }
      if closedOpenings.contains(where: { folded.has($0, at: 0) }) || closed.contains(where: holds) {
        return .loginNeeded
      }
      return open.contains(where: holds) || folded.elementsEqual("open".utf8) ? .open : nil
    }
  }
}
