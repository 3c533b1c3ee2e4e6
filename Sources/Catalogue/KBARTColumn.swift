/// The columns of KBART Phase II (NISO RP-9-2014, 6.6), in the order that it recommends.
public enum KBARTColumn: Int, CaseIterable, Sendable {
  case publicationTitle, printIdentifier, onlineIdentifier, dateFirstIssueOnline, firstVolumeOnline
  case firstIssueOnline, dateLastIssueOnline, lastVolumeOnline, lastIssueOnline, titleURL, firstAuthor,
    titleID
  case embargoInfo, coverageDepth, notes, publisherName, publicationType, datePrint, dateOnline,
    monographVolume
  case monographEdition, firstEditor, parentTitleID, precedingTitleID, accessType

  /// As a header has it.
  public var name: String { Self.names[rawValue] }

  private static let names = [
    "publication_title", "print_identifier", "online_identifier", "date_first_issue_online",
    "num_first_vol_online", "num_first_issue_online", "date_last_issue_online", "num_last_vol_online",
    "num_last_issue_online", "title_url", "first_author", "title_id", "embargo_info", "coverage_depth",
    "notes",
    "publisher_name", "publication_type", "date_monograph_published_print", "date_monograph_published_online",
    "monograph_volume", "monograph_edition", "first_editor", "parent_publication_title_id",
    "preceding_publication_title_id", "access_type",
  ]
}
