/// The entries of a BibTeX file that others take fields from (`crossref`, BibLaTeX's `xdata`), and the entries that wait
/// for them.
///
/// BibTeX wants a parent behind its children, Biber takes it from anywhere, and a file may be of any length. So the last
/// `limit` bytes of entries that may be parents are remembered, and an entry whose parent has not come waits until it does,
/// until as many bytes wait, or until the file ends; then it is read without. An entry whose parent stands so far before
/// it that it was forgotten is read without it, too; both are counted. What an entry takes from others is kept with it, so
/// that a parent of more than `parentLimit` is none: a short file would become a very long one else.
struct BibTeXParents: Sendable {
  /// Bytes, of parents and of those who wait; and how far parents have parents.
  static let limit = 8 << 20
  /// Bytes, of one parent; and of all that one entry needs to be read alone.
  static let parentLimit = 32 << 10
  private static let depthLimit = 4
  /// So many entries one entry may take from.
  private static let referenceLimit = 32

  struct Child: Sendable {
    var reference: Reference
    /// The keys of its parents.
    var parents: [String]
  }

  private struct Parent: Sendable {
    var bytes: [UInt8]
    var definitions: [[UInt8]]
    var parents: [String]
  }

  private var known: [String: Parent] = [:]
  private var order = Turns()
  private var knownBytes = 0
  /// By the key of the parent that is missing.
  private var waiting: [String: [Child]] = [:]
  private var waitingOrder = Turns()
  private var waitingBytes = 0
  private(set) var repairs: [String: Int] = [:]

  /// Keys in the order in which they came.
  private struct Turns: Sendable {
    private var keys: [String] = []
    private var taken = 0

    var count: Int { keys.count - taken }

    mutating func add(_ key: String) { keys.append(key) }

    /// Forgets the keys that nothing stands under any more.
    mutating func keep(_ isStill: (String) -> Bool) {
      keys = keys[taken...].filter(isStill)
      taken = 0
    }

    mutating func next() -> String? {
      guard taken < keys.count else { return nil }
      let key = keys[taken]
      taken += 1
      if taken > 1024, taken * 2 > keys.count {
        keys.removeFirst(taken)
        taken = 0
      }
      return key
    }
  }

  /// Remembers an entry that may be a parent. Returns those that waited for it: its chapters first, so that they stand
  /// beside it.
  mutating func add(_ key: String, _ bytes: [UInt8], definitions: [[UInt8]], parents: [String]) -> [Child] {
    let key = key.lowercased()
    if known[key] == nil, bytes.count <= Self.parentLimit {
      known[key] = Parent(bytes: bytes + [0x0A], definitions: definitions, parents: parents)
      order.add(key)
      knownBytes += bytes.count
      while knownBytes > Self.limit, let oldest = order.next() {
        knownBytes -= known.removeValue(forKey: oldest).map { $0.bytes.count - 1 } ?? 0
      }
    }
    let children = release(key)
    return children.filter(\.isChapter) + children.filter { !$0.isChapter }
  }

  /// Gives an entry all that it takes from its parents; nil where one of them has not come yet, and it waits.
  mutating func complete(_ child: Child) -> Reference? {
    let (context, missing) = context(of: child)
    guard let missing else {
      var reference = child.reference
      reference.context += context
      return reference
    }
    if waiting[missing] == nil {
      if waitingOrder.count > 2 * waiting.count + 1024 { waitingOrder.keep { waiting[$0] != nil } }
      waitingOrder.add(missing)
    }
    waiting[missing, default: []].append(child)
    waitingBytes += child.reference.record.bytes.count
    return nil
  }

  /// The entries that waited for too long, or all of them where nothing more will come; read without what is missing.
  mutating func overdue(isLast: Bool) -> [Reference] {
    var given: [Reference] = []
    while isLast || waitingBytes > Self.limit, let key = waitingOrder.next() {
      for child in release(key) {
        var reference = child.reference
        reference.context += context(of: child).pieces
        given.append(reference)
        repairs["entry read without the one that its crossref or xdata names", default: 0] += 1
      }
    }
    return given
  }

  private mutating func release(_ key: String) -> [Child] {
    guard let children = waiting.removeValue(forKey: key) else { return [] }
    waitingBytes -= children.reduce(0) { $0 + $1.reference.record.bytes.count }
    return children
  }

  /// The parents' entries and the macros that they use, each before what uses it; and the first that is missing.
  private func context(of child: Child) -> (pieces: [[UInt8]], missing: String?) {
    var pieces: [[UInt8]] = []
    var met: Set<String> = []
    var missing: String?
    var room = 2 * Self.parentLimit
    var next = child.parents
    for _ in 0..<Self.depthLimit {
      var further: [String] = []
      for key in next where met.count < Self.referenceLimit && met.insert(key).inserted {
        guard let parent = known[key] else {
          missing = missing ?? key
          continue
        }
        let own = parent.definitions + [parent.bytes]
        room -= own.reduce(0) { $0 + $1.count }
        guard room >= 0 else { return (pieces, missing) }
        pieces += own
        further += parent.parents
      }
      if further.isEmpty { break }
      next = further
    }
    return (pieces, missing)
  }
}

extension BibTeXParents.Child {
  fileprivate var isChapter: Bool { if case .chapter = reference.part { true } else { false } }
}
