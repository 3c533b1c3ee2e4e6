import Catalogue
import Foundation
import TestSupport
import Testing

@testable import Storage

@Suite("A copy that is made while the store is written")
struct OnlineCopyTests {
  private func put(_ shelf: Shelf, _ numbers: Range<Int>) throws {
    for n in numbers {
      try shelf.put("n\(n)", Report(title: "Dikes \(n)", abstract: "words \(n &* 7919) and more"))
    }
  }

  @Test("is the store as of its last step, whatever was written between its steps", arguments: [1, 3, 50])
  func consistent(pages: Int) throws {
    let shelf = try Shelf()
    try put(shelf, 0..<300)
    let path = shelf.directory.file("copy")
    var copy: OnlineCopy? = try OnlineCopy(of: shelf.connection, to: path)
    var next = 300
    var steps = 0
    while try copy?.step(pages: pages) == true {
      steps += 1
      guard steps % 5 == 0, next < 500 else { continue }
      try put(shelf, next..<next + 10)
      try shelf.bury("n\(next - 300)")
      next += 10
      if steps % 10 == 0 { try shelf.connection.checkpoint() }
    }
    copy = nil
    try OnlineCopy.sealOff(path)
    let copied = try Connection(checking: path)
    #expect(try copied.pageProblems().isEmpty)
    #expect(try copied.indexProblems().isEmpty)
    for table in ["record", "revision", "change", "report"] {
      let count = "SELECT count(*), total(rowid) FROM \(table)"
      let mine = try shelf.connection.prepared(count).first { [$0.int(0), $0.int(1)] }
      #expect(try copied.prepared(count).first { [$0.int(0), $0.int(1)] } == mine)
    }
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test("that is given up leaves the writer as it was")
  func givenUp() throws {
    let shelf = try Shelf()
    try put(shelf, 0..<100)
    var copy: OnlineCopy? = try OnlineCopy(of: shelf.connection, to: shelf.directory.file("copy"))
    _ = try copy?.step(pages: 1)
    copy = nil
    try put(shelf, 100..<200)
    #expect(try shelf.connection.pageProblems().isEmpty)
  }

  @Test("a byte that flipped in a kept body is an error, never another text", arguments: 0..<8)
  func flipped(seed: Int) throws {
    let shelf = try Shelf()
    let text = (0..<200).map { "w\($0 &* (seed + 3))" }.joined(separator: " ")
    try shelf.put("a", Report(title: "Dikes", abstract: text))
    let body = try #require(try shelf.connection.body(ofRevision: 1))
    for at in stride(from: 12 + seed, to: body.count, by: 8) {
      var harmed = body
      harmed[at] ^= 1 << UInt8(seed)
      do throws(StorageError) {
        let read = try shelf.connection.unpack(harmed, dictionary: 0)
        #expect(read.report?.abstract == text, "byte \(at)")
      } catch { #expect(error.kind == .damaged) }
    }
  }
}
