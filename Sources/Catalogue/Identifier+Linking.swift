extension Identifier {
  /// The form under which records that state the identifier are of one report; nil where it links none: an ISSN names a
  /// series, a report number is one only with its publisher.
  ///
  /// Differs from the identifier itself in two cases. Handles are alike in any case of their letters (RFC 3651, 2.1 leaves
  /// it to the service, and the global one ignores it). JSTOR's stable address is the DOI that JSTOR gave, without 10.2307,
  /// or that of another publisher.
  public var linking: Identifier? {
    switch scheme {
    case .doi, .isbn, .ark, .repec: self
    case .handle: Identifier(scheme: .handle, value: value.withBytes { $0.lowercaseString })
    case .stableURL: value.withBytes(Self.jstorDOI)
    case .issn, .reportNumber, .upstream: nil
    }
  }

  private static func jstorDOI(_ url: Bytes) -> Identifier? {
    let address: StaticString = "https://www.jstor.org/stable/"
    guard url.holds(address), url.count > address.utf8CodeUnitCount else { return nil }
    let id = url.from(address.utf8CodeUnitCount)
    if id.holds("10.") { return doi(id, inURL: true) }
    // An address of several steps is a list of issues or the like, and no article or report.
    guard id.place(ofByte: UInt8(ascii: "/")) == nil else { return nil }
    return Identifier(scheme: .doi, value: "10.2307/" + id.lowercaseString)
  }
}

/// By scheme, in the order of the numbers that stores keep, then by value.
extension Identifier: Comparable {
  public static func < (a: Identifier, b: Identifier) -> Bool {
    a.scheme == b.scheme ? a.value < b.value : a.scheme.rawValue < b.scheme.rawValue
  }
}
