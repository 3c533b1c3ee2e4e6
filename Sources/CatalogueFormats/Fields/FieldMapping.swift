/// A field of a report that a mapping can fill. The raw values are the keys of `[fields]` in a catalogue's file.
public enum ReportField: String, Hashable, Sendable, CaseIterable {
  /// The upstream's own identifier of the record. Needed.
  case identifier
  /// Where it holds something that means "deleted" (`true`, `1`, `yes`, `deleted`, `withdrawn`), the record is one.
  case deleted
  case title, subtitle
  case authors, editors, contributors
  /// Bodies, not persons, as authors.
  case corporateAuthors = "corporate_authors"
  case date, publisher
  /// A number of pages, or an extent in words ("88 p.").
  case pages
  case doi, isbn, issn, handle
  case reportNumber = "report_number"
  /// Any identifiers, each recognised by its form.
  case identifiers
  case abstract, subjects, languages, series
  case seriesNumber = "series_number"
  case landingPage = "landing_page"
  case fullText = "full_text"
  case rights
  /// `open`, or what means that a login is needed.
  case access
  case types
}

/// Where a field's values stand.
///
/// A table's places are names of columns, JSON's are pointers (RFC 6901) in which `*` stands for every element of a
/// list. The first alternative that holds anything is taken.
public struct FieldSource: Hashable, Sendable {
  public var alternatives: [String]
  /// Contributors in JSON: where each part of a name stands below the element that `alternatives` lead to.
  public var parts: [NamePart: [String]]

  /// A part of a contributor. The raw values are keys below `[fields]`.
  public enum NamePart: String, Hashable, Sendable, CaseIterable {
    case name, family, given, particle, suffix, affiliation, role
  }

  public init(_ alternatives: [String], parts: [NamePart: [String]] = [:]) {
    self.alternatives = alternatives
    self.parts = parts
  }
}

/// Where each field of a report stands in a table's row or in an item of a JSON list.
public struct FieldMapping: Hashable, Sendable {
  public var sources: [ReportField: FieldSource]

  public init(_ sources: [ReportField: FieldSource] = [:]) { self.sources = sources }

  /// The same mapping always gives the same text, and another one another.
  public var text: String {
    sources.sorted { $0.key.rawValue < $1.key.rawValue }.map { field, source in
      let parts = source.parts.sorted { $0.key.rawValue < $1.key.rawValue }.map {
        "\($0.key.rawValue): \($0.value)"
      }
      return "\(field.rawValue) = \(source.alternatives)" + (parts.isEmpty ? "" : " \(parts)")
    }.joined(separator: "\n")
  }

  public subscript(field: ReportField) -> FieldSource? { sources[field] }
}
