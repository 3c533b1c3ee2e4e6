import Catalogue
import CatalogueFormats

/// A way in which a site gives its catalogue, as it was found and tried.
public struct Find: Sendable {
  /// How a catalogue of it would be configured.
  public var harvest: HarvestSettings
  /// What it is, for people: "an OAI-PMH repository".
  public var words: String
  /// What can be had by it.
  public var reach: Reach
  /// How many records it holds, where it says so or was heard to its end.
  public var total: Int?
  /// Its first reports.
  public var samples: [Report]
  /// What it says of itself.
  public var about: [AboutFact]
  /// Why it is of no use, for people; nil where it is of some.
  public var fault: String?

  /// What of a catalogue a way gives, the best first.
  public enum Reach: Int, Hashable, Sendable, Comparable {
    /// All of it, what changed since, and what was deleted.
    case everythingAndDeletions
    /// All of it, and what changed since.
    case everythingAndChanges
    /// All of it, each time.
    case everything
    /// All of its pages, one by one; a list says when each changed.
    case pages
    /// The pages that a listing leads to.
    case listedPages
    /// What is new, as a feed has it.
    case latest
    /// One report.
    case one

    public static func < (a: Reach, b: Reach) -> Bool { a.rawValue < b.rawValue }

    /// For people.
    public var words: String {
      switch self {
      case .everythingAndDeletions: "lists everything, and tells what changed and what was deleted"
      case .everythingAndChanges: "lists everything, and tells what changed"
      case .everything: "lists everything"
      case .pages: "leads to all pages, and each is read by itself"
      case .listedPages: "leads page by page to what it lists"
      case .latest: "holds what is new, and nothing older"
      case .one: "is one report, and no catalogue"
      }
    }
  }

  init(_ harvest: HarvestSettings, _ words: String, _ reach: Reach, _ sampling: Sampling) {
    self.harvest = harvest
    self.words = words
    self.reach = reach
    samples = sampling.reports
    about = sampling.facts.about
    total = sampling.facts.expectedRecords ?? (sampling.isWhole && sampling.heard > 0 ? sampling.heard : nil)
    fault = sampling.reports.isEmpty ? Self.fault(sampling) : nil
  }

  private static func fault(_ sampling: Sampling) -> String {
    if let fault = sampling.fault { return fault.message }
    if sampling.heard == 0 { return "it holds nothing" }
    return "none of its first \(sampling.heard) records is a report that can be read"
  }

  /// What the upstream calls itself, as far as its own answers say.
  public var title: String? {
    about.first { ["Repository name", "Title", "Feed"].contains($0.name) }?.value
  }

  /// How much it is worth: how far it reaches, and how much its reports say, each up to a hundred. What takes a request
  /// for every report must give much more than what lists them all.
  var worth: Int {
    guard fault == nil else { return 0 }
    let reached =
      switch reach {
      case .everythingAndDeletions: 100
      case .everythingAndChanges: 95
      case .everything: 85
      case .pages: 50
      case .listedPages: 40
      case .latest: 25
      case .one: 5
      }
    return reached + Richness.average(samples)
  }
}

/// How much reports say.
enum Richness {
  /// 0 (a title) to 100.
  static func average(_ reports: [Report]) -> Int {
    guard !reports.isEmpty else { return 0 }
    return reports.reduce(0) { $0 + points(of: $1) } / reports.count
  }

  private static func points(of report: Report) -> Int {
    var points = 0
    func add(_ worth: Int, _ holds: Bool) { if holds { points += worth } }
    add(20, !report.contributors.isEmpty)
    add(15, report.published != nil)
    add(15, report.identifiers.contains { $0.scheme != .upstream && $0.scheme != .stableURL })
    add(15, report.abstract != nil)
    add(15, !report.sections.isEmpty)
    add(5, report.publisher != nil)
    add(5, report.pageCount != nil)
    add(5, !report.subjects.isEmpty || !report.languages.isEmpty)
    add(5, !report.links.isEmpty || !report.series.isEmpty)
    return points
  }
}
