import Catalogue
import CatalogueFormats
import Transfer

/// What a run is to keep to, besides its harvest: what the store knows from the runs before.
struct RunPlan {
  /// The answer's `responseDate` may not lie before this (rule 8).
  var clockMayNotBeBefore: Datestamp?
  /// To be sent with a conditional first request.
  var validators: Validators?
  /// What `format = "auto"` took the address for in a run before: it must not turn into another.
  var takenFor: String?
  /// How often the upstream wants to be asked, as it was heard last.
  var polling = PollingTerms()
  /// What the upstream said of itself, as the store has it.
  var about = ""
  /// The first answer, where it has come already.
  var opening: Incoming?
}
