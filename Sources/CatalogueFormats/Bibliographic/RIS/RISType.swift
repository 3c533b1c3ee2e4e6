/// What a type of RIS (`TY`) says of a record.
struct RISType: Hashable, Sendable {
  enum Part: Sendable {
    /// A report or book, which may have chapters.
    case work
    case chapter
    /// An article of a journal, whose `SN` is the journal's.
    case article
    case none
  }

  /// In words; nil where the type says nothing (`GEN`).
  var name: String?
  var part: Part = .none
  /// Whether those who stand in `AU` edited it.
  var isEdited = false

  /// - Parameter code: As written, in whatever letters: `RPRT`, `E-BOOK`. One that nobody knows is a report's, and names
  ///   it; an empty one says nothing.
  init(_ code: String) {
    self =
      Self.known[code.uppercased().filter(\.isLetter)]
      ?? RISType(named: code.contains { $0.isLetter } ? code : nil, .work)
  }

  private init(named name: String?, _ part: Part = .none, isEdited: Bool = false) {
    self.name = name
    self.part = part
    self.isEdited = isEdited
  }

  private static let known: [String: RISType] = [
    "RPRT": RISType(named: "Report", .work), "BOOK": RISType(named: "Book", .work),
    "EDBOOK": RISType(named: "Edited book", .work, isEdited: true),
    "EBOOK": RISType(named: "Electronic book", .work),
    "CHAP": RISType(named: "Book chapter", .chapter),
    "ECHAP": RISType(named: "Electronic book chapter", .chapter),
    "GOVDOC": RISType(named: "Government document", .work),
    "CONF": RISType(named: "Conference proceedings", .work),
    "PAMP": RISType(named: "Pamphlet", .work), "THES": RISType(named: "Thesis", .work),
    "STAND": RISType(named: "Standard", .work),
    "SER": RISType(named: "Serial", .work), "UNPB": RISType(named: "Unpublished work", .work),
    "MANSCPT": RISType(named: "Manuscript", .work), "CLSWK": RISType(named: "Classical work", .work),
    "ANCIENT": RISType(named: "Ancient text", .work), "GEN": RISType(named: nil, .work),
    "JOUR": RISType(named: "Journal article", .article),
    "EJOUR": RISType(named: "Electronic article", .article),
    "MGZN": RISType(named: "Magazine article", .article),
    "NEWS": RISType(named: "Newspaper article", .article),
    "INPR": RISType(named: "Article in press", .article), "JFULL": RISType(named: "Journal"),
    "ABST": RISType(named: "Abstract"),
    "CPAPER": RISType(named: "Conference paper"), "DICT": RISType(named: "Dictionary entry"),
    "ENCYC": RISType(named: "Encyclopedia article"), "BLOG": RISType(named: "Blog"),
    "ELEC": RISType(named: "Web page"),
    "ICOMM": RISType(named: "Internet communication"), "MULTI": RISType(named: "Online multimedia"),
    "DATA": RISType(named: "Data file"), "DBASE": RISType(named: "Online database"),
    "AGGR": RISType(named: "Aggregated database"),
    "FIGURE": RISType(named: "Figure"), "CHART": RISType(named: "Chart"), "EQUA": RISType(named: "Equation"),
    "MAP": RISType(named: "Map"),
    "GRANT": RISType(named: "Grant"), "PAT": RISType(named: "Patent"), "BILL": RISType(named: "Bill"),
    "CASE": RISType(named: "Case"),
    "HEAR": RISType(named: "Hearing"), "LEGAL": RISType(named: "Legal rule or regulation"),
    "STAT": RISType(named: "Statute"),
    "COMP": RISType(named: "Computer program"), "SOUND": RISType(named: "Sound recording"),
    "VIDEO": RISType(named: "Video"),
    "ADVS": RISType(named: "Audiovisual material"), "MPCT": RISType(named: "Film or broadcast"),
    "MUSIC": RISType(named: "Music score"),
    "ART": RISType(named: "Artwork"), "SLIDE": RISType(named: "Slide"), "CTLG": RISType(named: "Catalogue"),
    "PCOMM": RISType(named: "Personal communication"),
  ]
}
