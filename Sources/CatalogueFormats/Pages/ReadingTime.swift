import Threads

/// How long the reading of one page may take of the processor: a machine that is busy, or stands still, costs no page.
struct ReadingTime {
  /// Few pages take a thousandth of it.
  static let limit = 10.0

  private let limit: Double
  private let end: Double

  init(limit: Double = limit) {
    self.limit = limit
    end = processorSeconds() + limit
  }

  var isOver: Bool { processorSeconds() >= end }

  /// Throws where the time is over.
  func check() throws(RecordFault) {
    guard isOver else { return }
    throw RecordFault(reason: "reading the page takes longer than \(Int(limit)) s", identifier: nil)
  }
}
