/// The names that CSL-JSON has (Citation Style Language 1.0.2, csl-data.json).
enum CSLVocabulary {
  /// The types of items.
  static let types = words(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
    """)

  /// The members of items.
  static let members = words(
    """
    type id citation-key categories language journalAbbreviation shortTitle
    author chair collection-editor compiler composer container-author contributor curator director editor
    editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author
    performer producer recipient reviewed-author script-writer series-creator translator
    accessed available-date event-date issued original-date submitted
    abstract annote archive archive_collection archive_location archive-place authority call-number chapter-number
    citation-number citation-label collection-number collection-title container-title container-title-short dimensions
    division DOI edition event event-title event-place first-reference-note-number genre ISBN ISSN issue jurisdiction
    keyword locator medium note number number-of-pages number-of-volumes original-publisher original-publisher-place
    original-title page page-first part part-title PMCID PMID printing publisher publisher-place references
    reviewed-genre reviewed-title scale section source status title title-short URL version volume volume-title
    volume-title-short year-suffix custom
    """)

  private static func words(_ list: String) -> Set<String> {
    Set(list.split { $0 == " " || $0.isNewline }.map(String.init))
  }
}
