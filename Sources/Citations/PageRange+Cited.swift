import Catalogue

extension PageRange.Page {
  /// The label, in brackets where the page bears no printed number.
  var cited: String { bracketed ? "[\(label)]" : label }
}

extension PageRange {
  /// How a range's last number is printed where it shares digits with the first.
  enum Ending {
    /// "123–128"
    case whole
    /// "123–28", "103–04": two digits at least (MLA 9, 2.140).
    case twoDigits
    /// "123–28", "103–4" (Chicago 17, 9.61).
    case chicago
  }

  /// "31–40", "[i]–[ii]", "12, 15–17".
  func cited(dash: String, _ ending: Ending = .whole, open: String = "") -> String {
    spans.map { span in
      switch span.end {
      case .single: span.first.cited
      case .open: span.first.cited + (open.isEmpty ? dash : open)
      case .page(let last):
        span.first.cited + dash
          + (span.isBackward ? last.cited : Self.shortened(last, behind: span.first, ending))
      }
    }.joined(separator: ", ")
  }

  private static func shortened(_ last: Page, behind first: Page, _ ending: Ending) -> String {
    guard ending != .whole, let from = first.number, let to = last.number, first.numbering == .arabic,
      last.numbering == .arabic, from > 100, from / 100 == to / 100, last.label == "\(to)", !last.bracketed
    else { return last.cited }
    let rest = to % 100
    switch ending {
    case .chicago where from % 100 == 0: return last.cited
    case .chicago where from % 100 < 10: return "\(rest)"
    default: return rest < 10 ? "0\(rest)" : "\(rest)"
    }
  }

  /// Whether it is more than a page.
  var isPlural: Bool { spans.count > 1 || spans.first.map { $0.end != .single } ?? false }
}
