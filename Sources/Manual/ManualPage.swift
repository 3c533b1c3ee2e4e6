/// A page of the manual, before it is written in any language.
public struct ManualPage: Hashable, Sendable {
  public enum Block: Hashable, Sendable {
    /// Texts are as in `CommandDescription`.
    case text(String)
    case line([Span])
    case list([Item])
    /// Lines to be typed, or a file's.
    case code([String])
  }

  public struct Item: Hashable, Sendable {
    public var term: [Span]
    public var body: [Block]

    public init(_ term: [Span], _ body: [Block]) {
      self.term = term
      self.body = body
    }
  }

  public enum Span: Hashable, Sendable {
    case plain(String)
    /// To be typed as it stands.
    case bold(String)
    /// To be replaced by what is meant.
    case italic(String)
  }

  public struct Section: Hashable, Sendable {
    public var title: String
    public var blocks: [Block]

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

  public var name: String
  public var section: Int
  public var summary: String
  public var release: Release
  /// A line each.
  public var synopsis: [[Span]]
  /// Behind NAME and SYNOPSIS.
  public var sections: [Section]

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
