import TestSupport
import Testing

@testable import Reconciliation

@Suite("A run's memory, page by page")
struct PageMemoryTests {
  @Test("comes back from its blobs whole")
  func roundTrip() throws {
    var dice = ArrivalDice(seed: 1)
    var run = RunMemory.run()
    var blobs: [[UInt8]] = []
    for page in 0..<60 {
      run.beginPass(page / 20)
      for _ in 0..<50 {
        let number = RecordNumber(dice.below(9000))
        switch dice.below(3) {
        case 0: run.inserted(number)
        case 1: _ = run.hear(live(), record: record(number))
        default: _ = run.hear(broken(), record: record(number))
        }
      }
      blobs.append(run.endPage().bytes)
      let pages = try blobs.map { try #require(PageMemory(bytes: $0)) }
      let again = RunMemory(
        begun: run.begun, full: true, complete: true, wasHeld: NumberSet(), held: DeletionSet(),
        rejected: RejectedDeletions(), staged: DeletionSet(), older: [:], pages: pages)
      #expect(again == run)
    }
  }

  @Test("counts what a pass has not brought before")
  func newInPass() {
    var run = RunMemory.run()
    for number: RecordNumber in [1, 2, 2] { _ = run.hear(live(), record: record(number)) }
    run.inserted(3)
    #expect(run.endPage().newInPass == 3)
    _ = run.hear(broken(), record: record(3))
    #expect(run.endPage() == PageMemory(pass: 0, newInPass: 0, entries: []))
    run.beginPass(1)
    for number: RecordNumber in [1, 4] { _ = run.hear(live(), record: record(number)) }
    #expect(run.endPage().newInPass == 2)
    run.beginPass(1)
    _ = run.hear(live(), record: record(1))
    #expect(run.endPage().newInPass == 0)
  }

  @Test("a usual page takes about a byte a record")
  func size() {
    var run = RunMemory.run()
    for number: RecordNumber in 1_000_000..<1_000_500 { run.inserted(number) }
    #expect(run.endPage().bytes.count < 510)
  }

  @Test(
    "refuses bytes that it did not give",
    arguments: [[], [0], [0, 1, 0x80], [0, 1, 0xff, 0xff, 0xff, 0xff, 0x7f]] as [[UInt8]])
  func badBytes(_ bytes: [UInt8]) { #expect(PageMemory(bytes: bytes) == nil) }
}
