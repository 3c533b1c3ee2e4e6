// Durations and sizes are written with their unit, because a number alone has been misread by everybody once.

/// The units of a quantity, the largest first.
private typealias Unit = (name: String, factor: Double)

private let durationUnits: [Unit] = [
  ("w", 604_800), ("d", 86_400), ("h", 3600), ("min", 60), ("ms", 0.001), ("m", 60), ("s", 1),
]
private let sizeUnits: [Unit] = [
  ("GiB", 1_073_741_824), ("MiB", 1_048_576), ("KiB", 1024), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1),
]

extension ValueForm<Double> {
  static func seconds(_ range: ClosedRange<Double>, example: String) -> ValueForm {
    ValueForm(
      "a duration such as \"\(example)\" (ms, s, m, h, d, w; from \(duration(range.lowerBound)) "
        + "to \(duration(range.upperBound)))"
    ) { node, _ throws(ValueFault) in
      guard case .string(let text) = node.value else {
        if case .integer(let number) = node.value {
          throw ValueFault("it has no unit: \(number) s would be \"\(number)s\"")
        }
        throw ValueFault()
      }
      guard let value = quantity(text, durationUnits), range.contains(value) else { throw ValueFault() }
      return value
    } show: {
      "\"\(duration($0))\""
    }
  }
}

extension ValueForm where Value: BinaryInteger {
  static func wholeSeconds(_ range: ClosedRange<Double>, example: String) -> ValueForm {
    let form = ValueForm<Double>.seconds(range, example: example)
    return ValueForm(form.takes) { node, context throws(ValueFault) in
      guard let value = Value(exactly: try form.read(node, context)) else {
        throw ValueFault("only whole seconds count here")
      }
      return value
    } show: {
      form.show(Double($0))
    }
  }

  static func bytes(_ range: ClosedRange<Value>, example: String) -> ValueForm {
    ValueForm(
      "a size such as \"\(example)\" (B, kB, KiB, MB, MiB, GB, GiB; from \(size(Int64(range.lowerBound))) "
        + "to \(size(Int64(range.upperBound))))"
    ) { node, _ throws(ValueFault) in
      guard case .string(let text) = node.value else {
        if case .integer(let number) = node.value {
          throw ValueFault("it has no unit: \(number) bytes would be \"\(number) B\"")
        }
        throw ValueFault()
      }
      guard let number = quantity(text, sizeUnits), let value = Value(exactly: number.rounded()),
        range.contains(value)
      else { throw ValueFault() }
      return value
    } show: {
      "\"\(size(Int64($0)))\""
    }
  }
}

extension ValueForm<Double> {
  /// A part of a whole: "20 %", or a number from 0 to 1.
  static let share = ValueForm("a share such as \"20 %\" or 0.2 (from 0 to 1)") {
    node, _ throws(ValueFault) in
    switch node.value {
    case .float(let number) where (0...1).contains(number): return number
    case .integer(let number) where (0...1).contains(number): return Double(number)
    case .string(let text):
      guard let value = quantity(text, [("%", 0.01)]), (0...1).contains(value) else { throw ValueFault() }
      return value
    default: throw ValueFault()
    }
  } show: {
    "\"\(plain($0 * 100)) %\""
  }
}

/// Numbers with units, added up: "1h30m", "6 h", "0.5s". Nil where it is anything else.
private func quantity(_ text: String, _ units: [Unit]) -> Double? {
  var rest = Substring(text)
  var sum = 0.0
  var parts = 0
  while !rest.isEmpty {
    let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
    guard !digits.isEmpty, digits.utf8.count <= 18, let number = Double(digits) else { return nil }
    rest = rest.dropFirst(digits.count).drop { $0 == " " }
    guard let unit = units.first(where: { rest.hasPrefix($0.name) }) else { return nil }
    sum += number * unit.factor
    rest = rest.dropFirst(unit.name.count).drop { $0 == " " }
    parts += 1
  }
  return parts > 0 && sum.isFinite ? sum : nil
}

/// Seconds in the largest unit that leaves no fraction: "6h", "90s", "0.5s".
private func duration(_ seconds: Double) -> String {
  for unit in durationUnits
  where unit.factor > 1 && unit.name != "min" && seconds >= unit.factor
    && (seconds / unit.factor).rounded() == seconds / unit.factor
  {
    return plain(seconds / unit.factor) + unit.name
  }
  return plain(seconds) + "s"
}

private func size(_ bytes: Int64) -> String {
  for unit in sizeUnits where unit.name.hasSuffix("iB") && bytes > 0 && bytes % Int64(unit.factor) == 0 {
    return "\(bytes / Int64(unit.factor)) \(unit.name)"
  }
  return "\(bytes) B"
}

/// Without ".0" behind whole numbers, and to a thousandth.
private func plain(_ number: Double) -> String {
  let rounded = (number * 1000).rounded() / 1000
  return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int64(rounded))" : "\(rounded)"
}
