import Sync

extension ValueForm<DailyWindow> {
  /// A part of the day.
  static let window = ValueForm(
    "two times of the day such as \"22:00-06:00\""
  ) { node, _ throws(ValueFault) in
    guard case .string(let text) = node.value else { throw ValueFault() }
    guard let window = DailyWindow(text) else {
      let parts = text.split(separator: "-")
      guard parts.count == 2, parts[0] == parts[1] else { throw ValueFault() }
      throw ValueFault("it begins when it ends: without the key, it is asked at any time")
    }
    return window
  } show: {
    quoted($0.text)
  }
}
