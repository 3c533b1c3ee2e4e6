/// The pages of a section, as printed and as numbers: "[i]-[ii]", "31-40", "75-", "12, 15-17".
public struct PageRange: Hashable, Sendable, Codable {
  /// A page's printed label.
  public struct Page: Hashable, Sendable, Codable {
    public enum Numbering: String, Sendable, Codable, CaseIterable { case arabic, roman, other }

    /// The label without brackets ("ii", "31", "e12").
    public var label: String
    public var numbering: Numbering
    /// The label's number, from 1; nil for `other`.
    public var number: Int?
    /// Whether the label stands in brackets: a page that bears no printed number.
    public var bracketed: Bool

    public init(label: String, numbering: Numbering, number: Int?, bracketed: Bool = false) {
      self.label = label
      self.numbering = numbering
      self.number = number
      self.bracketed = bracketed
    }
  }

  /// One run of pages.
  public struct Span: Hashable, Sendable {
    public enum End: Hashable, Sendable {
      /// Only the first page.
      case single
      case page(Page)
      /// "75-" or "75 ff.": up to a page that is not told.
      case open
    }
    public var first: Page
    public var end: End

    public init(first: Page, end: End) {
      self.first = first
      self.end = end
    }

    /// Whether the last page stands before the first, by their numbers ("40-31"): a slip, wherever it comes from.
    public var isBackward: Bool {
      guard case .page(let last) = end, first.numbering == last.numbering, let from = first.number,
        let to = last.number
      else { return false }
      return to < from
    }
  }

  /// At least one.
  public var spans: [Span]
  public var printed: String

  public init(spans: [Span], printed: String) {
    self.spans = spans
    self.printed = printed
  }
}
