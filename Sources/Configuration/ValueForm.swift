/// How a kind of value is written: read from TOML, and shown as TOML.
struct ValueForm<Value: Sendable>: Sendable {
  /// What a right value is, for messages ("true or false").
  var takes: String
  var read: @Sendable (TOMLNode, FileContext) throws(ValueFault) -> Value
  var show: @Sendable (Value) -> String?

  init(
    _ takes: String, read: @escaping @Sendable (TOMLNode, FileContext) throws(ValueFault) -> Value,
    show: @escaping @Sendable (Value) -> String?
  ) {
    self.takes = takes
    self.read = read
    self.show = show
  }

  var optional: ValueForm<Value?> {
    ValueForm<Value?>(
      takes, read: { node, context throws(ValueFault) in try read(node, context) },
      show: { $0.flatMap { show($0) } })
  }
}

/// Why a value is not right. Without a message: because of what it is.
struct ValueFault: Error, Sendable {
  var message: String?

  init(_ message: String? = nil) { self.message = message }
}

extension ValueForm<Bool> {
  static let flag = ValueForm("true or false") { node, _ throws(ValueFault) in
    guard case .boolean(let flag) = node.value else { throw ValueFault() }
    return flag
  } show: {
    "\($0)"
  }
}

extension ValueForm<String> {
  static func text(_ takes: String) -> ValueForm {
    ValueForm(takes) { node, _ throws(ValueFault) in
      guard case .string(let text) = node.value else { throw ValueFault() }
      guard !text.isEmpty else { throw ValueFault("it is empty") }
      guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
        throw ValueFault("it holds a control character")
      }
      return text
    } show: {
      quoted($0)
    }
  }

  /// A file or directory; shown as it is after it was made absolute.
  static let path = ValueForm(
    "a path (relative ones start where this file is)"
  ) { node, context throws(ValueFault) in
    try context.absolute(try text("a path").read(node, context))
  } show: {
    quoted($0)
  }
}

extension ValueForm where Value: BinaryInteger {
  static func integer(_ range: ClosedRange<Value>) -> ValueForm {
    ValueForm("an integer from \(range.lowerBound) to \(range.upperBound)") { node, _ throws(ValueFault) in
      guard case .integer(let number) = node.value, let value = Value(exactly: number), range.contains(value)
      else { throw ValueFault() }
      return value
    } show: {
      "\($0)"
    }
  }
}

extension ValueForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  static func choice() -> ValueForm {
    let names = Value.allCases.map(\.rawValue)
    return ValueForm("one of \(names.map(quoted).joined(separator: ", "))") { node, _ throws(ValueFault) in
      guard case .string(let text) = node.value, let value = Value(rawValue: text) else { throw ValueFault() }
      return value
    } show: {
      quoted($0.rawValue)
    }
  }
}
