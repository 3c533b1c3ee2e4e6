/// A set of record numbers, one bit each: a million records take 125 KB. Numbers of other catalogues between them cost
/// next to nothing, and a copy shares all that does not change.
public struct NumberSet: Sendable {
  /// The highest number that a set takes: a list of chunks up to here is 8 MB.
  public static let highest: RecordNumber = 1 << 32 - 1

  static let wordsInChunk = 64
  static let numbersInChunk = wordsInChunk * UInt64.bitWidth

  /// 4096 numbers each; empty where none of these is in the set.
  private(set) var chunks: [[UInt64]] = []
  /// How many numbers are in the set.
  public private(set) var count = 0

  public init() {}

  public init(_ numbers: some Sequence<RecordNumber>) {
    for number in numbers { insert(number) }
  }

  public var isEmpty: Bool { count == 0 }

  public func contains(_ number: RecordNumber) -> Bool {
    let place = Place(number)
    guard number >= 0, place.chunk < chunks.count, !chunks[place.chunk].isEmpty else { return false }
    return chunks[place.chunk][place.word] & place.bit != 0
  }

  /// Adds a number of 0 to `highest`. Says whether it is new.
  @discardableResult public mutating func insert(_ number: RecordNumber) -> Bool {
    precondition((0...Self.highest).contains(number), "a record number out of range")
    let place = Place(number)
    while chunks.count <= place.chunk { chunks.append([]) }
    if chunks[place.chunk].isEmpty {
      chunks[place.chunk] = [UInt64](repeating: 0, count: Self.wordsInChunk)
    } else if chunks[place.chunk][place.word] & place.bit != 0 {
      return false
    }
    chunks[place.chunk][place.word] |= place.bit
    count += 1
    return true
  }

  /// Says whether the number was there.
  @discardableResult public mutating func remove(_ number: RecordNumber) -> Bool {
    guard contains(number) else { return false }
    let place = Place(number)
    chunks[place.chunk][place.word] &= ~place.bit
    count -= 1
    return true
  }

  /// Whether any number is in both.
  public func intersects(_ other: NumberSet) -> Bool {
    zip(chunks, other.chunks).contains { mine, theirs in zip(mine, theirs).contains { $0 & $1 != 0 } }
  }

  /// Takes out every number of the other.
  public mutating func subtract(_ other: NumberSet) {
    guard !other.isEmpty, !isEmpty else { return }
    for chunk in 0..<Swift.min(chunks.count, other.chunks.count)
    where !chunks[chunk].isEmpty && !other.chunks[chunk].isEmpty {
      for word in 0..<Self.wordsInChunk {
        let both = chunks[chunk][word] & other.chunks[chunk][word]
        guard both != 0 else { continue }
        chunks[chunk][word] ^= both
        count -= both.nonzeroBitCount
      }
    }
  }

  /// Where a number's bit stands.
  private struct Place {
    let chunk: Int
    let word: Int
    let bit: UInt64

    init(_ number: RecordNumber) {
      let number = Int(truncatingIfNeeded: number)
      chunk = number / NumberSet.numbersInChunk
      word = number % NumberSet.numbersInChunk / UInt64.bitWidth
      bit = 1 << UInt64(truncatingIfNeeded: number % UInt64.bitWidth)
    }
  }
}

extension NumberSet: Equatable {
  public static func == (a: NumberSet, b: NumberSet) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy(==)
  }
}

/// In ascending order.
extension NumberSet: Sequence {
  public var underestimatedCount: Int { count }

  public func makeIterator() -> Iterator { Iterator(chunks: chunks) }

  /// The numbers that are not below `first`.
  public func makeIterator(from first: RecordNumber) -> Iterator {
    var iterator = Iterator(chunks: chunks)
    if first > 0 { iterator.skip(to: first) }
    return iterator
  }

  public struct Iterator: IteratorProtocol, Sendable {
    let chunks: [[UInt64]]
    private var chunk = -1
    private var word = NumberSet.wordsInChunk - 1
    private var bits: UInt64 = 0

    init(chunks: [[UInt64]]) { self.chunks = chunks }

    fileprivate mutating func skip(to first: RecordNumber) {
      let place = Place(first)
      (chunk, word) = (place.chunk, place.word)
      guard chunk < chunks.count else {
        word = NumberSet.wordsInChunk - 1
        return
      }
      guard !chunks[chunk].isEmpty else {
        // As if at the end of the chunk before: the next one that has numbers is found from there.
        (chunk, word) = (chunk - 1, NumberSet.wordsInChunk - 1)
        return
      }
      bits = chunks[chunk][word] & ~(place.bit &- 1)
    }

    public mutating func next() -> RecordNumber? {
      while bits == 0 {
        word += 1
        if word == NumberSet.wordsInChunk {
          chunk += 1
          while chunk < chunks.count, chunks[chunk].isEmpty { chunk += 1 }
          word = 0
        }
        guard chunk < chunks.count else {
          word = NumberSet.wordsInChunk - 1
          return nil
        }
        bits = chunks[chunk][word]
      }
      let bit = bits.trailingZeroBitCount
      bits &= bits - 1
      return RecordNumber(chunk * NumberSet.numbersInChunk + word * UInt64.bitWidth + bit)
    }
  }
}
