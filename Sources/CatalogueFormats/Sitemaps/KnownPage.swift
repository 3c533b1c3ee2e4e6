import Catalogue

/// What is known of a page from the runs before: by this it is decided whether it is asked for again.
public struct KnownPage: Hashable, Sendable {
  /// Its address is another than the one that was asked about where only that is known (`PageAddress.siblings`).
  public var note: PageNote
  /// What its record says, where that was wanted.
  public var said: SaidByPage?
  /// Seconds since it was asked for last.
  public var age: Int64
  /// Whether the record that it was read as is live in the store.
  public var isLive: Bool
  /// Whether the run that is going on has asked for it.
  public var isOfThisRun: Bool

  public init(note: PageNote, age: Int64, isLive: Bool, isOfThisRun: Bool) {
    self.note = note
    self.age = age
    self.isLive = isLive
    self.isOfThisRun = isOfThisRun
  }
}

/// What the store knows of an address.
public struct Recollection: Hashable, Sendable {
  public var page: KnownPage?
  /// Where no record came of it, and that was wanted: pages of its name (`PageName`), of which one may have moved there.
  public var namesakes: [KnownPage] = []

  /// What the record says that is called so, where no page is known, and that was wanted.
  public var record: SaidByPage?

  public init(page: KnownPage? = nil) { self.page = page }
}

extension PageNote {
  static let report = "report"
  static let gone = "gone"

  /// A report's page that cannot be read: it is set aside, and a record that came of it before stays.
  static let unreadable = "unreadable"

  /// A page that leads to what its catalogue leaves out.
  static let ledAway = "led away"

  /// A page that could never be had: it is asked for when all others were.
  static let failed = "failed"

  /// The identifier of the record that is there while the page is as it was.
  var present: String? { kind == Self.gone ? nil : identifier }
}

/// What was heard of pages besides the records that came.
public struct PageNews: Hashable, Sendable {
  /// Pages that were asked for.
  public var notes: [PageNote] = []
  /// Identifiers of records that are there, and as they were: no bytes came of them.
  public var present: [String] = []

  public init() {}

  public var isEmpty: Bool { notes.isEmpty && present.isEmpty }
}
