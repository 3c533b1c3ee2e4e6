import CXML

/// A page's own bytes, searched for the marks that the program which made it leaves in them.
public struct PageMarks: Sendable {
  /// In lower case.
  private let text: [UInt8]

  /// Marks stand in a page's head or menus, or at its foot; no more is looked at.
  private static let limit = 1 << 20

  public init(_ page: [UInt8]) { text = page.prefix(Self.limit).map(ASCII.lower) }

  /// Whether the page holds a mark, which is given in lower case.
  public func hold(_ mark: String) -> Bool {
    mark.withBytes { mark in cxml_find(text, text.count, mark.baseAddress, mark.count) != nil }
  }
}
