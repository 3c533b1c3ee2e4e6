import Catalogue

@testable import CatalogueFormats

extension HarvestSettings {
  static func references(_ format: String, complete: Bool? = nil) -> HarvestSettings {
    HarvestSettings(format: format, url: "https://r.example/list", complete: complete)
  }
}

extension Reading {
  static func ris(_ text: String, chunk: Int? = nil) -> Reading {
    Reading(text, .references("ris"), chunk: chunk, contentType: nil)
  }

  static func bibTeX(_ text: String, chunk: Int? = nil) -> Reading {
    Reading(text, .references("bibtex"), chunk: chunk, contentType: nil)
  }

  static func csl(_ text: String, chunk: Int? = nil) -> Reading {
    Reading(text, .references("csl-json"), chunk: chunk, contentType: nil)
  }

  /// The only report that was read; an empty one where there is not one.
  var report: Report {
    reports.count == 1 ? reports[0] : Report(title: "\(reports.count) reports, \(rejects)")
  }

  var identifiers: [String] { statements.map(\.identifier) }
}

extension Contributor {
  /// "family|given|particle|suffix", or the printed name of what has no parts; with role and kind where they are not a
  /// person's who wrote.
  var parts: String {
    let text =
      name.family == nil
      ? name.printed
      : [name.family, name.given, name.particle, name.suffix].map { $0 ?? "" }.joined(separator: "|")
    let role = role == .author ? "" : " (\(role.rawValue))"
    return text + role + (kind == .person ? "" : " [\(kind.rawValue)]")
  }
}
