import Foundation
import TestSupport
import Testing

@testable import Library

@Suite("The writer's turns")
struct TurnTests {
  private let folder = TemporaryDirectory(inMemory: true)

  private func library() throws -> Library {
    try Library(path: folder.file("s.sqlite")) { 0 }
  }

  /// Whether the writer turns within some time, if it is nudged.
  private func turns(_ library: Library, within seconds: Double) -> Bool {
    let before = library.writerTurns
    library.nudgeWriter()
    let end = Date() + seconds
    while Date() < end {
      if library.writerTurns != before { return true }
      usleep(1000)
    }
    return false
  }

  @Test("grow when it is nudged")
  func nudged() throws {
    let library = try library()
    defer { library.stop() }
    for _ in 0..<3 { #expect(turns(library, within: 10)) }
  }

  @Test("stand still while a job hangs, and grow when it gets on")
  func hangs() throws {
    let library = try library()
    defer { library.stop() }
    let gate = DispatchSemaphore(value: 0)
    let began = DispatchSemaphore(value: 0)
    library.writer.submit { _ in
      began.signal()
      gate.wait()
    }
    began.wait()
    #expect(!turns(library, within: 0.3))
    #expect(!turns(library, within: 0.3))
    gate.signal()
    #expect(turns(library, within: 10))
  }

  @Test("grow while one statement works for long")
  func worksForLong() throws {
    let library = try library()
    let began = DispatchSemaphore(value: 0)
    let ended = DispatchSemaphore(value: 0)
    library.writer.submit { room in
      began.signal()
      try? room.connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n"
      )
      ended.signal()
    }
    began.wait()
    #expect(turns(library, within: 10))
    #expect(ended.wait(timeout: .now()) == .timedOut, "it turned while the statement worked")
    ended.wait()
    library.stop()
  }
}
