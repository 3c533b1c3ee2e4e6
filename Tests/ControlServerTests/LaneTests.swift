import Testing

@testable import ControlServer

@Suite("What the workers take first")
struct LaneTests {
  typealias Lane = Lanes<Int>.Lane

  @Test("searches and changes leave a worker for questions, however many there are", arguments: 3...8)
  func room(workers: Int) {
    var lanes = Lanes<Int>(workers: workers)
    for n in 0..<20 {
      lanes.add(n, to: .search)
      lanes.add(n, to: .change)
    }
    var taken: [Lane] = []
    while let next = lanes.next() { taken.append(next.lane) }
    #expect(taken.count <= workers - 1)
    #expect(taken.count { $0 == .search } == min(workers / 2, workers - 1 - workers / 2))
    #expect(taken.count { $0 == .change } == workers / 2)
    lanes.add(100, to: .question)
    #expect(lanes.next()?.item == 100)
    // A place that is given back goes to who waited longest.
    lanes.done(.search)
    let next = lanes.next()
    #expect(next?.lane == .search && next?.item == taken.count { $0 == .search })
  }

  @Test("questions without end keep neither a search nor a change waiting; within a lane the first is first")
  func order() {
    var lanes = Lanes<Int>(workers: 4)
    for n in 0..<10 { lanes.add(n, to: .question) }
    lanes.add(0, to: .search)
    lanes.add(1, to: .search)
    lanes.add(0, to: .change)
    var taken: [String] = []
    for _ in 0..<6 {
      guard let (item, lane) = lanes.next() else { break }
      taken.append("\(lane) \(item)")
      if lane == .question { lanes.done(lane) }
    }
    #expect(taken == ["change 0", "search 0", "question 0", "question 1", "question 2", "question 3"])
  }
}
