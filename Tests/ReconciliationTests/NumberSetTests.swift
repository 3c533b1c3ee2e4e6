import TestSupport
import Testing

@testable import Reconciliation

@Suite("A set of record numbers")
struct NumberSetTests {
  @Test("behaves as a set does", arguments: [10, 200, 20_000, 4_000_000])
  func model(_ range: Int) {
    var dice = ArrivalDice(seed: range)
    var set = NumberSet()
    var model: Set<RecordNumber> = []
    for _ in 0..<400 {
      let number = RecordNumber(dice.below(range))
      if dice.chance(0.7) {
        #expect(set.insert(number) == model.insert(number).inserted)
      } else {
        #expect(set.remove(number) == (model.remove(number) != nil))
      }
      #expect(set.contains(number) == model.contains(number))
    }
    #expect(Array(set) == model.sorted())
    #expect(set.count == model.count)
    for _ in 0..<20 {
      let first = RecordNumber(dice.below(range + 5000))
      #expect(Array(IteratorSequence(set.makeIterator(from: first))) == model.filter { $0 >= first }.sorted())
    }
    #expect(NumberSet(bytes: set.bytes) == set)

    let other = Set((0..<300).map { _ in RecordNumber(dice.below(2 * range)) })
    #expect(set.intersects(NumberSet(other)) == !model.isDisjoint(with: other))
    set.subtract(NumberSet(other))
    #expect(Array(set) == model.subtracting(other).sorted())
    #expect(set.count == model.subtracting(other).count)
    #expect(!set.intersects(NumberSet(other)))
  }

  @Test("equal by what is in it, not by how it came there")
  func equality() {
    var set = NumberSet([1, 70_000])
    set.remove(70_000)
    #expect(set == NumberSet([1]))
    #expect(set != NumberSet([2]))
    #expect(!set.contains(-1))
  }

  @Test(
    "refuses bytes that it did not give",
    arguments: [[0x80], [5, 0], [0xff, 0xff, 0xff, 0xff, 0x7f]] as [[UInt8]])
  func badBytes(_ bytes: [UInt8]) { #expect(NumberSet(bytes: bytes) == nil) }

  @Test("a million numbers take a bit each")
  func dense() {
    let set = NumberSet(0..<1_000_000)
    #expect(set.chunks.reduce(0) { $0 + $1.count } * 8 <= 130_000)
  }
}
