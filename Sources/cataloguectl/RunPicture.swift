import ControlAPI

/// A catalogue's last runs, a column each, the latest at the right: how much each changed, or how it went wrong.
enum RunPicture {
  /// One more for ten times as much.
  private static let heights: [(below: Int, column: Line)] = [
    (1, "·"), (10, "▁"), (100, "▂"), (1_000, "▃"), (10_000, "▄"), (100_000, "▅"), (1_000_000, "▆"),
    (.max, "█"),
  ]

  static let legend =
    "· nothing new, ▁▂▃▄▅▆█ ten times as many changes each, ? held, ✗ failed, ~ cut short, … running"

  static func draw(_ runs: [CatalogueStatus.RecentRun]) -> Line {
    runs.reduce(into: Line()) { line, run in line.append(column(run)) }
  }

  private static func column(_ run: CatalogueStatus.RecentRun) -> Line {
    switch run.state {
    case .done, .doneWithRejects: heights.first { run.changes < $0.below }?.column ?? "█"
    case .held: "\(warning: "?")"
    case .brokenOff, .failed, .doneEmpty: "\(warning: "✗")"
    case .interrupted, .abandoned, .unknown: "~"
    case .running: "…"
    }
  }
}
