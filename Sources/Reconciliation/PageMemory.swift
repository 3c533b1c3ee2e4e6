/// What a run remembers of one page: the store keeps one small blob of it a page, in the page's own transaction.
public struct PageMemory: Equatable, Sendable {
  /// How often the list had been begun again from its beginning (`ListFacts.pass`).
  public var pass: Int
  /// How many known or new records of the page this pass had not brought before.
  public var newInPass: Int
  /// The records that the page brought first, or of which it brought the first statement that was taken; ascending.
  var entries: [Entry]

  struct Entry: Equatable {
    var number: RecordNumber
    var taken: Bool
  }

  /// As gaps between the numbers, each with its bit: two bytes a record at most, where numbers stand close.
  public var bytes: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(2 * entries.count + 4)
    Varint.append(UInt64(pass), to: &out)
    Varint.append(UInt64(newInPass), to: &out)
    var last: RecordNumber = 0
    for entry in entries {
      Varint.append(UInt64(entry.number - last) << 1 | (entry.taken ? 1 : 0), to: &out)
      last = entry.number
    }
    return out
  }

  /// nil where the bytes are none that `bytes` gave.
  public init?(bytes: some Sequence<UInt8>) {
    var reader = Varint.Reader(bytes)
    guard let pass = reader.next(), let new = reader.next() else { return nil }
    var entries: [Entry] = []
    var last: RecordNumber = 0
    while let value = reader.next() {
      guard value >> 1 <= UInt64(NumberSet.highest - last) else { return nil }
      last += RecordNumber(value >> 1)
      entries.append(Entry(number: last, taken: value & 1 == 1))
    }
    guard reader.isWhole else { return nil }
    self.init(pass: Int(pass), newInPass: Int(new), entries: entries)
  }

  init(pass: Int, newInPass: Int, entries: [Entry]) {
    self.pass = pass
    self.newInPass = newInPass
    self.entries = entries
  }
}
