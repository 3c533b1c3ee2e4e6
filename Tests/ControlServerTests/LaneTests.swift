import Testing

@testable import ControlServer

@Suite("What the workers take first")
struct LaneTests {
  @Test("searches and changes leave a worker for questions, however many there are", arguments: 3...8)
  func room(workers: Int) {
    var lanes = Lanes<Int>(workers: workers)
    for n in 0..<20 {
      lanes.add(n, of: 7, to: .search)
      lanes.add(n, of: 7, to: .change)
    }
    var taken: [Lanes<Int>.Turn] = []
    while let next = lanes.next() { taken.append(next) }
    let searches = taken.filter { $0.lane == .search }
    #expect(taken.count <= workers - 1)
    #expect(searches.count == min(workers / 2, workers - 1 - workers / 2))
    #expect(taken.count { $0.lane == .change } == workers / 2)
    lanes.add(100, of: 7, to: .question)
    #expect(lanes.next()?.item == 100)
    // A place that is given back goes to who waited longest.
    lanes.done(searches[0])
    let next = lanes.next()
    #expect(next?.lane == .search && next?.item == searches.count)
  }

  @Test("questions without end keep neither a search nor a change waiting; within a lane the first is first")
  func order() {
    var lanes = Lanes<Int>(workers: 4)
    for n in 0..<10 { lanes.add(n, of: 7, to: .question) }
    lanes.add(0, of: 7, to: .search)
    lanes.add(1, of: 7, to: .search)
    lanes.add(0, of: 7, to: .change)
    var taken: [String] = []
    for _ in 0..<6 {
      guard let turn = lanes.next() else { break }
      taken.append("\(turn.lane) \(turn.item)")
      if turn.lane == .question { lanes.done(turn) }
    }
    #expect(taken == ["change 0", "search 0", "question 0", "question 1", "question 2", "question 3"])
  }

  @Test("searches of one user, however many and long, leave a worker for those of another", arguments: 4...8)
  func another(workers: Int) {
    var lanes = Lanes<Int>(workers: workers)
    for n in 0..<100 { lanes.add(n, of: 7, to: .search) }
    var taken = 0
    while lanes.next() != nil { taken += 1 }
    #expect(taken == workers / 2)
    for n in 0..<10 { lanes.add(n, of: 7, to: .question) }
    lanes.add(200, of: 8, to: .search)
    // Before the questions, too.
    let next = lanes.next()
    #expect(next?.lane == .search && next?.item == 200)
    // Whose search is over is no better off than who has none: both before who has many.
    if let next { lanes.done(next) }
    lanes.add(201, of: 8, to: .search)
    lanes.add(300, of: 9, to: .search)
    #expect(lanes.next()?.item == 201)
  }

  @Test("where all places are taken, the first to be given back goes to who has none")
  func givenBack() {
    var lanes = Lanes<Int>(workers: 4)
    lanes.add(0, of: 0, to: .change)
    for n in 0..<100 { lanes.add(n, of: 7, to: .search) }
    var taken: [Lanes<Int>.Turn] = []
    while let turn = lanes.next() { taken.append(turn) }
    #expect(taken.map(\.item) == [0, 0, 1])
    lanes.add(200, of: 8, to: .search)
    #expect(lanes.next() == nil)
    lanes.done(taken[1])
    #expect(lanes.next()?.item == 200)
    lanes.done(taken[2])
    #expect(lanes.next()?.item == 2, "then it is the turn of the others again")
  }
}
