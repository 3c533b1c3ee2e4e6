/// What a type of entry says (BibTeX's and BibLaTeX's).
enum BibTeXType {
  /// In words; nil where the type says nothing (`misc`).
  static func name(_ type: String) -> String? {
    switch type {
    case "techreport", "report": "Report"
    case "book", "mvbook": "Book"
    case "collection", "mvcollection": "Edited book"
    case "incollection", "inbook", "bookinbook", "suppbook", "suppcollection": "Book chapter"
    case "article": "Journal article"
    case "suppperiodical", "periodical": "Periodical"
    case "proceedings", "mvproceedings": "Conference proceedings"
    case "inproceedings", "conference": "Conference paper"
    case "phdthesis": "PhD thesis"
    case "mastersthesis": "Master's thesis"
    case "thesis": "Thesis"
    case "manual": "Manual"
    case "booklet": "Booklet"
    case "unpublished": "Unpublished work"
    case "online", "electronic", "www": "Web page"
    case "patent": "Patent"
    case "dataset": "Data set"
    case "software": "Software"
    case "reference", "mvreference": "Reference work"
    case "inreference": "Encyclopedia article"
    case "misc", "generic", "other": nil
    default: type
    }
  }

  /// BibLaTeX's names for what stands in `type`.
  static func localised(_ key: String) -> String? {
    switch key {
    case "techreport": "Technical report"
    case "resreport": "Research report"
    case "phdthesis": "PhD thesis"
    case "mathesis": "Master's thesis"
    case "bathesis": "Bachelor's thesis"
    case "candthesis": "Candidate thesis"
    case "software": "Software"
    case "datacd", "audiocd": "CD"
    default: nil
    }
  }

  static func isChapter(_ type: String) -> Bool {
    ["incollection", "inbook", "suppbook", "suppcollection"].contains(type)
  }

  /// Whether it may have chapters.
  static func isWork(_ type: String) -> Bool {
    [
      "techreport", "report", "book", "mvbook", "collection", "mvcollection", "manual", "booklet",
      "reference",
      "mvreference", "proceedings", "mvproceedings", "misc", "phdthesis", "mastersthesis", "thesis",
    ].contains(type)
  }

  /// Whether it stands in something that has a title of its own.
  static func isPart(_ type: String) -> Bool {
    isChapter(type)
      || ["article", "inproceedings", "conference", "inreference", "bookinbook", "suppperiodical"].contains(
        type)
  }

  /// Whether what is called so describes nothing.
  static func isNone(_ type: String) -> Bool { ["comment", "preamble", "set"].contains(type) }

  /// Every type, for telling BibTeX from other texts.
  static func isKnown(_ type: String) -> Bool {
    isPart(type) || isWork(type)
      || [
        "string", "comment", "preamble", "xdata", "set", "unpublished", "online", "electronic", "patent",
        "dataset",
        "software", "periodical", "generic", "other", "www",
      ].contains(type)
  }
}
