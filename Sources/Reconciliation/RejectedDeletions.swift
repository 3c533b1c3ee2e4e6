import Catalogue

/// The deletions that a person refused to believe: they are not to be staged again (rule 7).
public struct RejectedDeletions: Equatable, Sendable {
  struct Stated: Hashable {
    var number: RecordNumber
    var datestamp: Datestamp?
  }

  private(set) var absent = NumberSet()
  private(set) var stated: Set<Stated> = []

  public init() {}

  public init(_ deletions: some Sequence<(RecordNumber, DeletionReason)>) {
    for (number, reason) in deletions { insert(number, reason) }
  }

  public var isEmpty: Bool { absent.isEmpty && stated.isEmpty }

  public func contains(_ number: RecordNumber, _ reason: DeletionReason) -> Bool {
    switch reason {
    case .absent: absent.contains(number)
    case .stated(let datestamp): stated.contains(Stated(number: number, datestamp: datestamp))
    }
  }

  public mutating func insert(_ number: RecordNumber, _ reason: DeletionReason) {
    switch reason {
    case .absent: absent.insert(number)
    case .stated(let datestamp): stated.insert(Stated(number: number, datestamp: datestamp))
    }
  }

  /// Says whether it was there.
  @discardableResult mutating func remove(_ number: RecordNumber, _ reason: DeletionReason) -> Bool {
    switch reason {
    case .absent: absent.remove(number)
    case .stated(let datestamp): stated.remove(Stated(number: number, datestamp: datestamp)) != nil
    }
  }
}
