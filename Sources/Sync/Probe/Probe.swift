import CatalogueFormats
import Transfer

/// Looks at an address for the ways in which a catalogue can be had from there. Nothing is stored.
///
/// Every way is tried as a run would go it: by the format's own conversation, over the product's own transfer, with its
/// limits and its politeness; pages are asked for as robots.txt allows. What it costs is bounded (`ProbeSettings`).
public struct Probe: Sendable {
  private let engine: TransferEngine
  private let settings: ProbeSettings

  public init(_ engine: TransferEngine, _ settings: ProbeSettings) {
    self.engine = engine
    self.settings = settings
  }

  /// What was found.
  public struct Findings: Sendable {
    /// Where the address led.
    public var address: String
    /// What the site is called; empty where nothing says.
    public var title = ""
    /// The program that the site is made with.
    public var software: String?
    /// The best first; those of no use last.
    public var finds: [Find] = []
    /// What else a person should know, one sentence each.
    public var notes: [String] = []
    /// How many requests were made.
    public var requests = 0

    /// The best find that is a catalogue.
    public var best: Find? { finds.first { $0.fault == nil } }
  }

  /// - Parameters:
  ///   - url: `http:` or `https:`.
  ///   - isAwaited: Asked before each request whether somebody still waits for what is found.
  /// - Throws: Where nothing answers at the address at all.
  public func look(at url: String, _ isAwaited: @escaping () -> Bool = { true }) throws(TransferError)
    -> Findings
  {
    let visitor = Visitor(engine, settings, origin: url, isAwaited)
    var exploration = Exploration(visitor, settings, url)
    try exploration.explore()
    var findings = exploration.findings
    // What reaches further comes first where two are worth the same.
    findings.finds = findings.finds.enumerated().sorted { a, b in
      (-a.element.worth, a.element.reach.rawValue, a.offset) < (
        -b.element.worth, b.element.reach.rawValue, b.offset
      )
    }.map(\.element)
    findings.requests = visitor.requests
    return findings
  }
}
