import Foundation
import TestSupport
import Testing

@testable import Transfer

@Suite("Hosts are asked politely, over all catalogues")
struct PolitenessTests {
  let engine: TransferEngine

  init() throws { engine = try TransferEngine() }

  private func fetchAtOnce(_ urls: [String], _ settings: TransferSettings) async throws -> [Fetched] {
    // Started in order, then read in any.
    let transfers = urls.map { engine.start(TransferRequest(url: $0), settings) }
    return try await withThrowingTaskGroup(of: Fetched.self) { group in
      for transfer in transfers { group.addTask { try await transfer.fetched().get() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test(arguments: [1, 2, 3])
  func requestsPerHost(limit: Int) async throws {
    let server = LoopbackServer { _ in .text("").delayed(0.05) }
    _ = try await fetchAtOnce((0..<9).map { server.url("/\($0)") }, .quick { $0.requestsPerHost = limit })
    #expect(server.peakConcurrency == limit)
  }

  @Test func firstComeFirstServed() async throws {
    let server = LoopbackServer { _ in .text("") }
    let paths = (0..<20).map { "/\($0)" }
    _ = try await fetchAtOnce(paths.map { server.url($0) }, .quick())
    #expect(server.log.map(\.path) == paths)
  }

  @Test func gapFromEndToStart() async throws {
    let server = LoopbackServer { _ in .text("").delayed(0.1) }
    _ = try await fetchAtOnce((0..<3).map { server.url("/\($0)") }, .quick { $0.gap = 0.2 })
    let log = server.log
    let endings = server.endings
    for index in 1..<3 { #expect(log[index].time - endings[index - 1].time >= 0.2) }
  }

  @Test func hostsDoNotWaitForEachOther() async throws {
    let wasAsked = Locked(false)
    let second = LoopbackServer { _ in
      wasAsked.withLock { $0 = true }
      return .text("")
    }
    let first = LoopbackServer { _ in
      // Answers only when the other one was asked.
      for _ in 0..<500 where !wasAsked.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.01) }
      return .text(wasAsked.withLock { $0 } ? "both" : "alone")
    }
    let fetched = try await fetchAtOnce([first.url(), second.url()], .quick())
    #expect(fetched.contains { $0.text == "both" })
  }

  @Test(arguments: [429, 503])
  func retryAfterClosesTheHost(status: Int) async throws {
    let server = LoopbackServer { request in
      request.number == 0 ? .text("slow down", status: status, headers: [("Retry-After", "1")]) : .text("")
    }
    let first = try await engine.fetch(server.url()).get()
    #expect(first.head.status == status)
    #expect(first.head.retryAfter == 1)
    #expect(first.text == "slow down")
    _ = try await engine.fetch(server.url()).get()
    #expect(server.log[1].time - server.endings[0].time >= 0.99)
  }

  @Test func retryAfterAsADateAndItsCap() async throws {
    let server = LoopbackServer { request in
      .text(
        "", status: 503,
        headers: [
          ("Date", "Tue, 24 Nov 2026 08:00:00 GMT"),
          (
            "Retry-After",
            request.number == 0 ? "Tue, 24 Nov 2026 08:00:01 GMT" : "Wed, 25 Nov 2026 08:00:00 GMT"
          ),
        ])
    }
    let settings = TransferSettings.quick { $0.maxRetryAfter = 1.5 }
    #expect(try await engine.fetch(server.url(), settings).get().head.retryAfter == 1)
    #expect(try await engine.fetch(server.url(), settings).get().head.retryAfter == 1.5)
    #expect(server.log[1].time - server.endings[0].time >= 0.99)
  }

  @Test func otherStatusesCloseNothing() async throws {
    let server = LoopbackServer { _ in .text("", status: 500, headers: [("Retry-After", "3600")]) }
    for _ in 0..<2 { #expect(try await engine.fetch(server.url()).get().head.retryAfter == 3600) }
  }

  @Test(
    arguments: [
      ("120", 120), ("0", 0), ("99999999999999999999", 600), ("Sun, 06 Nov 1994 08:50:37 GMT", 60),
      ("Sunday, 06-Nov-94 08:50:37 GMT", 60), ("Sun Nov  6 08:50:37 1994", 60),
      ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
      ("Sun, 06 Nov 2044 08:00:00 GMT", 600), ("", nil), ("soon", nil), ("-5", nil), ("1.5", nil),
      ("1994-11-06", nil),
    ] as [(String, Double?)])
  func retryAfterForms(value: String, expected: Double?) {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    #expect(RetryAfter.seconds(value, date: date, limit: 600) == expected)
  }

  // MARK: The budget alone, with a clock of its own

  @Test func budget() {
    var budget = HostBudget()
    budget.enqueue(1, host: "a", limit: 1, gap: 5)
    budget.enqueue(2, host: "a", limit: 1, gap: 5)
    budget.enqueue(3, host: "b", limit: 2, gap: 0)
    #expect(Set(budget.startable(at: 0)) == [1, 3])
    #expect(budget.nextStart == nil)
    budget.end(host: "a", at: 10)
    #expect(budget.nextStart == 15)
    #expect(budget.startable(at: 14.9) == [])
    budget.close(host: "a", until: 100)
    budget.close(host: "a", until: 50)
    #expect(budget.startable(at: 99) == [])
    #expect(budget.startable(at: 100) == [2])
    budget.enqueue(4, host: "a", limit: 1, gap: 0)
    budget.withdraw(4, host: "a")
    budget.end(host: "a", at: 101)
    #expect(budget.startable(at: 200) == [])
    #expect(budget.nextStart == nil)
  }

  @Test func aGapOutlivesAnEmptyQueue() {
    var budget = HostBudget()
    budget.enqueue(1, host: "a", limit: 1, gap: 5)
    #expect(budget.startable(at: 0) == [1])
    budget.end(host: "a", at: 1)
    #expect(budget.startable(at: 2) == [])
    budget.enqueue(2, host: "a", limit: 1, gap: 5)
    #expect(budget.startable(at: 3) == [])
    #expect(budget.startable(at: 6) == [2])
  }

  @Test func nobodyWaitsInLineForHours() async throws {
    let server = LoopbackServer { request in
      if request.number == 0 { usleep(200_000) }
      return .text("later", status: 503, headers: [("Retry-After", "7200")])
    }
    let first = engine.start(TransferRequest(url: server.url("/0")), .quick())
    let waiting = (1...3).map { engine.start(TransferRequest(url: server.url("/\($0)")), .quick()) }
    #expect(try await first.fetched().get().head.status == 503)
    for transfer in waiting {
      let error = await transfer.fetched().error
      #expect(error?.kind == .hostClosed)
      #expect((error?.retryAfter ?? 0) > 7000)
    }
    #expect(await engine.fetch(server.url("/late")).error?.kind == .hostClosed)
    #expect(server.requestCount == 1)
  }
}
