import Catalogue

/// What stands on a page, taken apart but not yet understood.
struct PageContent {
  /// `<title>`.
  var title = ""
  /// The `lang` of the whole.
  var language: String?
  /// What relative addresses start from.
  var base: String
  /// `<link rel="canonical">`, as written.
  var canonical: String?
  /// `name`, `property`, `http-equiv` or `itemprop` (in lower case) and `content` of each `meta`, in order.
  var metas: [(name: String, content: String)] = []
  /// The JSON of each `<script type="application/ld+json">`.
  var scripts: [[UInt8]] = []
  /// The `title` of each COinS.
  var coins: [String] = []
  /// Things that microdata describes and that are part of no other.
  var things: [SchemaThing] = []
  /// What a reader sees, line by line.
  var lines: [PageLine] = []
  /// Links to files, with what is printed on them, in order.
  var files: [(address: String, text: String)] = []
  /// A field for a password: somebody is to log in.
  var asksForPassword = false
  /// Whether the page went on where reading had to end.
  var isCut = false

  init(base: String) { self.base = base }

  /// Whether nothing stands on it but what programs are told: what is meant for a reader is in a frame, or needs a script.
  var isEmpty: Bool {
    title.isEmpty && lines.isEmpty && scripts.isEmpty
      && metas.allSatisfy { ["robots", "viewport", "generator", "format-detection"].contains($0.name) }
  }

  /// The contents of the `meta` elements of that name (in lower case), without empty ones.
  func metas(_ name: String) -> [String] {
    metas.compactMap { $0.name == name && !$0.content.isEmpty ? $0.content : nil }
  }
}

/// A line of a page as a reader sees it: a heading, a paragraph, a cell of a table.
struct PageLine {
  enum Kind: Hashable {
    case heading(Int)
    /// What is explained beside it: `dt`, `th`.
    case term
    case detail
    case text
  }

  var kind: Kind
  var text: String
  var hints: PageHints
  /// Which of the page's list items it stands in, counted from 1, the innermost; 0 in none. And in which list that is.
  var item: Int
  var list: Int
}
