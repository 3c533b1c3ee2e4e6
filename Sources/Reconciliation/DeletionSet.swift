import Catalogue

/// Why a record is to be deleted.
public enum DeletionReason: Hashable, Sendable {
  /// It was missing from complete lists (rule 6). Its tombstone keeps the record's datestamp.
  case absent
  /// The upstream said so, with this datestamp or without one. It becomes the record's.
  case stated(Datestamp?)
}

/// Records that are to be deleted, each with its reason: what is staged, or what is held. All of them are live.
///
/// An absence takes one bit, so that a list that came back empty costs no memory.
public struct DeletionSet: Equatable, Sendable {
  public private(set) var absent = NumberSet()
  private var stated: [RecordNumber: Datestamp?] = [:]

  public init() {}

  public init(_ deletions: some Sequence<(RecordNumber, DeletionReason)>) {
    for (number, reason) in deletions { self[number] = reason }
  }

  public var count: Int { absent.count + stated.count }
  public var isEmpty: Bool { count == 0 }

  public func contains(_ number: RecordNumber) -> Bool { self[number] != nil }

  public subscript(number: RecordNumber) -> DeletionReason? {
    get {
      if let datestamp = stated[number] { return .stated(datestamp) }
      return absent.contains(number) ? .absent : nil
    }
    set {
      switch newValue {
      case .absent:
        stated.removeValue(forKey: number)
        absent.insert(number)
      case .stated(let datestamp):
        absent.remove(number)
        stated.updateValue(datestamp, forKey: number)
      case nil:
        absent.remove(number)
        stated.removeValue(forKey: number)
      }
    }
  }

  /// Says whether the record was in the set.
  @discardableResult mutating func remove(_ number: RecordNumber) -> Bool {
    guard contains(number) else { return false }
    self[number] = nil
    return true
  }

  /// The numbers, without the reasons.
  public var numbers: NumberSet {
    var numbers = absent
    for number in stated.keys { numbers.insert(number) }
    return numbers
  }

  func intersects(_ numbers: NumberSet) -> Bool {
    absent.intersects(numbers) || stated.keys.contains(where: numbers.contains)
  }

  mutating func removeAbsences() { absent = NumberSet() }

  /// Adds the other's deletions; of a record in both, the other's reason counts.
  mutating func merge(_ other: DeletionSet) {
    for (number, reason) in other { self[number] = reason }
  }

  /// Takes out what a person rejected.
  mutating func subtract(_ rejected: RejectedDeletions) {
    absent.subtract(rejected.absent)
    if !rejected.stated.isEmpty {
      stated = stated.filter { !rejected.contains($0.key, .stated($0.value)) }
    }
  }
}

/// Absences first, then what was stated; each in ascending order of record number.
extension DeletionSet: Sequence {
  public var underestimatedCount: Int { count }

  public func makeIterator() -> Iterator {
    Iterator(absent: absent.makeIterator(), stated: stated.sorted { $0.key < $1.key }.makeIterator())
  }

  public struct Iterator: IteratorProtocol {
    var absent: NumberSet.Iterator
    var stated: IndexingIterator<[(key: RecordNumber, value: Datestamp?)]>

    public mutating func next() -> (number: RecordNumber, reason: DeletionReason)? {
      if let number = absent.next() { return (number, .absent) }
      return stated.next().map { ($0.key, .stated($0.value)) }
    }
  }
}
