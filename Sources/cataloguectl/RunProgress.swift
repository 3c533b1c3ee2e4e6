import ControlAPI

/// How a run gets on, in one line.
struct RunProgress {
  var run: RunInfo
  var meter = RunMeter()

  init(_ run: RunInfo) { self.run = run }

  /// Takes how the run stands now.
  mutating func update(_ run: RunInfo, at time: Double) {
    self.run = run
    meter.note(run.counters.records, at: time)
  }

  /// What keeps it from hearing anything at all.
  private var hindrance: String? { run.counters.records == 0 ? run.message : nil }

  /// Hundredths of what the upstream says that there is; nil where it does not say, or not truly.
  var share: Int? {
    guard let expected = run.expected, expected > 0, (0...expected).contains(run.counters.records) else {
      return nil
    }
    return Int(Double(run.counters.records) / Double(expected) * 100)
  }

  /// For a pipe: "zenodo: 4000 of 9000 heard (44 %), 17 new, 3 changed, 320/s, about 16 s left"; where
  /// something keeps it from going on, that in the place of the time left.
  func line(at time: Double) -> Line {
    if let hindrance { return "\(run.catalogue): \(hindrance)" }
    var line: Line = "\(run.catalogue): \(run.counters.records)"
    if share != nil, let expected = run.expected { line.append(" of \(expected)") }
    line.append(" heard")
    if let share { line.append(" (\(share) %)") }
    line.append(", \(run.counters.new) new, \(run.counters.changed) changed")
    if run.counters.gone > 0 { line.append(", \(run.counters.gone) gone") }
    if run.counters.rejects > 0 { line.append(", \(run.counters.rejects) rejected") }
    if let rate = meter.rate(at: time) { line.append(", \(Words.rate(rate))") }
    if let why = run.message {
      line.append("; \(why)")
    } else if let left = meter.timeLeft(of: run.expected, at: time) {
      line.append(", \(Words.left(left))")
    }
    return line
  }

  /// For a terminal: of all that could be said, what fits, the most important first.
  ///
  /// - Parameters:
  ///   - width: Columns that may be used.
  ///   - names: Columns that the names of all runs are padded to, so that their bars stand below each other.
  func line(at time: Double, width: Int, names: Int) -> Line {
    let room = min(names, max(8, width / 3))
    let name = Line(run.catalogue).cut(to: room)
    let counters = run.counters
    var parts = [Part?](repeating: nil, count: Place.allCases.count)
    func offer(_ place: Place, _ text: Line?) {
      guard let text, !text.isEmpty else { return }
      let used = parts.reduce(room) { $0 + ($1.map { $0.columns + 2 } ?? 0) }
      if used + 2 + text.columns <= width {
        parts[place.rawValue] = Part(columns: text.columns, text: text)
      } else if place == .message, width - used - 2 >= 12 {
        let text = Self.fitted(text, to: width - used - 2)
        parts[place.rawValue] = Part(columns: text.columns, text: text)
      }
    }
    if let hindrance {
      offer(.message, "\(hindrance)")
      return name + .spaces(room - name.columns)
        + (parts[Place.message.rawValue].map { "  " + $0.text } ?? "")
    }
    offer(
      .share, share.map { Line("\($0)".padded(to: 3, atStart: true)) + " %" } ?? "\(counters.records) heard")
    if let why = run.message {
      offer(.message, Line(why))
    } else if let left = meter.timeLeft(of: run.expected, at: time).map(Words.left) {
      offer(.left, "\(left)")
    }
    offer(.rate, meter.rate(at: time).map { "\(Words.rate($0))" })
    offer(.new, "\(counters.new) new")
    offer(.changed, "\(counters.changed) changed")
    offer(.gone, counters.gone > 0 ? "\(counters.gone) gone" : nil)
    offer(.rejects, counters.rejects > 0 ? "\(counters.rejects) rejected" : nil)
    if share != nil {
      offer(.bar, bar(20))
      if parts[Place.bar.rawValue] == nil { offer(.bar, bar(8)) }
      offer(.heard, run.expected.map { "\(counters.records) of \($0)" })
    }
    let said = parts.compactMap { $0?.text }
    return said.reduce(name + .spaces(room - name.columns)) { $0 + "  " + $1 }
  }

  /// Of "HTTP status 503: the server is busy; asks again in 3 s" the end is what one wants to know most.
  private static func fitted(_ message: Line, to width: Int) -> Line {
    let text = message.plain
    guard let place = text.lastIndex(of: ";") else { return message.cut(to: width) }
    let end = Line(String(text[place...]))
    let room = width - end.columns
    return room < 8
      ? Line(String(text[place...].dropFirst(2))).cut(to: width)
      : Line(String(text[..<place])).cut(to: room) + end
  }

  private struct Part {
    var columns: Int
    var text: Line
  }

  /// What stands where, from the left.
  private enum Place: Int, CaseIterable {
    case bar, share, heard, rate, new, changed, gone, rejects, left, message
  }

  private func bar(_ cells: Int) -> Line {
    let full = min(cells, cells * (share ?? 0) / 100)
    return Line(String(repeating: "█", count: full) + String(repeating: "░", count: cells - full))
  }
}
