import CatalogueFormats
import Library
import Transfer

/// Everything that is configured of one catalogue.
public struct CatalogueSettings: Hashable, Sendable {
  /// The configuration file's name without `.toml`: what the catalogue is known by, in commands and in the store.
  public var name: String
  /// For people; the name where none is given.
  public var title: String
  public var harvest: HarvestSettings
  public var transfer: TransferSettings
  public var arrivals: ArrivalSettings
  /// Seconds between the ends of runs.
  public var interval: Int64
  /// The part of the day in which it is asked; nil: at any time.
  public var between: DailyWindow?
  /// Lower comes first where catalogues differ about a value (rule 10).
  public var priority: Int
  /// What shows where the upstream changes what a person edited (rule 11); of other fields a person is asked.
  public var policies: [Field: EditPolicy]
  /// Whether a person may have old states of its records removed.
  public var allowsTrim = false
  public var enabled: Bool

  public init(
    name: String, title: String, harvest: HarvestSettings, transfer: TransferSettings = TransferSettings(),
    arrivals: ArrivalSettings = ArrivalSettings(), interval: Int64 = 6 * 3600,
    between: DailyWindow? = nil, priority: Int = 100, policies: [Field: EditPolicy] = [:],
    enabled: Bool = true
  ) {
    self.name = name
    self.title = title
    self.harvest = harvest
    self.transfer = transfer
    self.arrivals = arrivals
    self.interval = interval
    self.between = between
    self.priority = priority
    self.policies = policies
    self.enabled = enabled
  }
}
