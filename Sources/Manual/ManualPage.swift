/// A page of the manual, before it is written in any language.
public struct ManualPage: Hashable, Sendable {
  /// What stands below another.
  public enum Block: Hashable, Sendable {
    /// Texts are as in `CommandDescription`.
    case text(String)
    /// A line with words that stand out.
    case line([Span])
    /// Names, each with what there is to say about it.
    case list([Item])
    /// Lines to be typed, or a file's.
    case code([String])
  }

  /// A name in a list.
  public struct Item: Hashable, Sendable {
    /// The name.
    public var term: [Span]
    /// What there is to say about it.
    public var body: [Block]

    /// - Parameters: as the properties.
    public init(_ term: [Span], _ body: [Block]) {
      self.term = term
      self.body = body
    }
  }

  /// A part of a line.
  public enum Span: Hashable, Sendable {
    /// As all text.
    case plain(String)
    /// To be typed as it stands.
    case bold(String)
    /// To be replaced by what is meant.
    case italic(String)
  }

  /// A part of the page with a title.
  public struct Section: Hashable, Sendable {
    /// In capitals, as custom has it (man-pages(7)).
    public var title: String
    /// What stands in it.
    public var blocks: [Block]

    /// - Parameters: as the properties.
    public init(_ title: String, _ blocks: [Block]) {
      self.title = title
      self.blocks = blocks
    }
  }

  /// Other pages of the manual, by name and section: "catalogued(8)".
  public static func seeAlso(_ pages: [String]) -> Section {
    let spans = pages.enumerated().flatMap { index, page -> [Span] in
      let name = page.prefix { $0 != "(" }
      return (index == 0 ? [] : [.plain(", ")]) + [
        .bold(String(name)), .plain(String(page.dropFirst(name.count))),
      ]
    }
    return Section("SEE ALSO", [.line(spans)])
  }

  /// What man is asked for.
  public var name: String
  /// The manual's section: 1, 5 or 8.
  public var section: Int
  /// What it is about, in a line without a full stop.
  public var summary: String
  /// The release that it is of.
  public var release: Release
  /// A line each.
  public var synopsis: [[Span]]
  /// Behind NAME and SYNOPSIS.
  public var sections: [Section]

  /// - Parameters: as the properties.
  public init(
    name: String, section: Int, summary: String, release: Release, synopsis: [[Span]], sections: [Section]
  ) {
    self.name = name
    self.section = section
    self.summary = summary
    self.release = release
    self.synopsis = synopsis
    self.sections = sections
  }
}
