import Catalogue

/// One thing that a field holds: its value, or an element of its set or list.
public enum FieldItem: Hashable, Sendable {
  case text(String)
  case number(Int)
  case date(PartialDate)
  case access(Access)
  case identifier(Identifier)
  case link(Link)
  case series(Series)
  case contributor(Contributor)
  case section(Section)

  /// Whether both say the same, however it is printed: `2007-11-01` and `Nov. 1, 2007`; "Haas, Marcel de" and
  /// "Marcel de Haas". Texts are compared as they are.
  ///
  /// Rule 11 compares by this, so that an upstream that only prints anew what an edit says opens no conflict.
  public func says(sameAs other: FieldItem) -> Bool { self == other || meaning == other.meaning }

  private var meaning: FieldItem {
    switch self {
    case .date(var date):
      date.printed = ""
      return .date(date)
    case .contributor(let contributor): return .contributor(Self.meaning(contributor))
    case .section(var section):
      section.contributors = section.contributors.map(Self.meaning)
      if section.pages?.spans.isEmpty == false { section.pages?.printed = "" }
      return .section(section)
    default: return self
    }
  }

  private static func meaning(_ contributor: Contributor) -> Contributor {
    var contributor = contributor
    contributor.kind = .unknown
    if contributor.name.family != nil { contributor.name.printed = "" }
    return contributor
  }
}

/// What a field holds, or one element of it: no item is the empty value, and a single value has one at most.
public struct FieldValue: Hashable, Sendable {
  public var items: [FieldItem]

  public init(_ items: [FieldItem] = []) { self.items = items }

  public init(_ item: FieldItem?) { items = item.map { [$0] } ?? [] }

  public static let empty = FieldValue()

  public var isEmpty: Bool { items.isEmpty }

  /// Whether both say the same, item by item.
  public func says(sameAs other: FieldValue) -> Bool {
    items.count == other.items.count
      && zip(items, other.items).allSatisfy { $0.says(sameAs: $1) }
  }
}
