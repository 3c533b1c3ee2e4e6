import Catalogue
import Foundation
import TestSupport
import Testing
import Threads

@testable import Storage

@Suite("The log while others read")
struct LogTests {
  private let directory = TemporaryDirectory(inMemory: true)
  private static let pages = 40

  private func write(_ rounds: Int, _ connection: Connection) throws {
    for round in 0..<rounds {
      try connection.transaction { () throws(StorageError) in
        try connection.prepared("INSERT INTO dictionary(catalogue, bytes) VALUES(1, ?)")
          .bind(0, blob: [UInt8](repeating: UInt8(round % 251), count: 20_000)).run()
      }
    }
  }

  private func store() throws -> (Store, Connection) {
    let store = try Store(path: directory.file("s.sqlite"))
    let connection = try store.openWriter(logPages: Self.pages)
    try connection.configure("c", title: "C", priority: 1)
    return (store, connection)
  }

  @Test("it begins anew, although somebody always reads, and everybody goes on reading")
  func readers() throws {
    let (store, connection) = try store()
    let isOver = Monitor(false)
    let reads = Monitor(0)
    let readers = (0..<3).map { _ in
      Thread("reader") {
        while !isOver.withLock({ $0 }) {
          _ = try? store.read { (connection) throws(StorageError) in
            let statement = try connection.prepared("SELECT id FROM dictionary")
            _ = try statement.step()
            usleep(2000)
            statement.reset()
          }
          reads.withLock { $0 += 1 }
        }
      }
    }
    reads.wait { $0 > 10 ? () : nil }
    var longest: Int64 = 0
    for _ in 0..<300 {
      try write(1, connection)
      longest = max(longest, store.sizes.log)
    }
    isOver.withLock { $0 = true }
    for reader in readers { reader.join() }
    // 300 rounds write 900 pages and more.
    #expect(longest < Int64(4 * Self.pages * Store.pageSize), "\(longest)")
  }

  @Test("somebody who reads for long does not hold up the writing; afterwards it begins anew")
  func slowReader() throws {
    let (store, connection) = try store()
    try write(1, connection)
    try store.read { (reader) throws(StorageError) in
      let statement = try reader.prepared("SELECT id FROM dictionary")
      _ = try statement.step()
      do { try write(200, connection) } catch { Issue.record(error) }
      #expect(store.sizes.log > Int64(10 * Self.pages * Store.pageSize))
      #expect(try connection.prepared("SELECT count(*) FROM dictionary").first { $0.int(0) } == 201)
      statement.reset()
    }
    try write(Self.pages, connection)
    let pages = Monitor(0)
    connection.afterCommit { _, now in pages.withLock { $0 = now } }
    try write(1, connection)
    #expect(pages.withLock { $0 } <= 4 * Self.pages)
  }
}
