/// An identifier of a report, in the normal form of its scheme.
public struct Identifier: Hashable, Sendable {
  /// The raw values are kept in stores: never renumber.
  public enum Scheme: UInt8, Sendable, CaseIterable {
    /// ISO 26324; lower case, without `https://doi.org/` or `doi:`.
    case doi = 1
    /// ISO 2108; thirteen digits without hyphens, check digit valid.
    case isbn = 2
    /// ISO 3297; `NNNN-NNNC`, check digit valid. Names a series, never a report.
    case issn = 3
    /// RFC 3650; `prefix/suffix`, without a resolver's address.
    case handle = 4
    /// `ark:NAAN/name`, without a resolver's address, hyphens removed.
    case ark = 5
    /// `repec:aaa:ssssss:hhh`, lower case.
    case repec = 6
    /// The issuing body's number, as printed.
    case reportNumber = 7
    /// An address that its publisher promises to keep (JSTOR's `https://www.jstor.org/stable/…`, a PURL, a URN).
    case stableURL = 8
    /// Whatever else the upstream calls an identifier, as printed.
    case upstream = 9
  }

  public var scheme: Scheme
  /// The normal form, as stated at the scheme; never empty.
  public var value: String

  /// Takes a value that is in its scheme's normal form already; `Identifier.recognise` makes one from what is printed.
  public init(scheme: Scheme, value: String) {
    self.scheme = scheme
    self.value = value
  }
}
