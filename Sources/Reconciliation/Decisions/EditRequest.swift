import Catalogue

/// What a person asks to change in a field, before it is known of which report.
public struct EditRequest: Hashable, Sendable {
  public enum Change: Hashable, Sendable {
    /// The whole field; the empty value blanks it.
    case whole(FieldValue)
    /// The n-th element as it is shown, from 1; nil removes it.
    case element(Int, FieldItem?)
    /// A part of the n-th element; nil blanks the part.
    case part(Int, String, String?)
    /// One more element of a list or set.
    case add(FieldItem)
    /// A value that a set, or an element that a list, is to have no more.
    case remove(FieldItem)
  }

  public var field: Field
  public var change: Change

  public init(_ field: Field, _ change: Change) {
    self.field = field
    self.change = change
  }

  /// Reads `FIELD=VALUE`, `FIELD[n]=VALUE`, `FIELD[n].part=VALUE`, `FIELD+=VALUE` and `FIELD-=VALUE`. An empty VALUE blanks
  /// a part; to blank a field or to remove an element is asked for by `clear`.
  public init(typed text: String) throws(EditProblem) {
    guard let equals = text.firstIndex(of: "=") else { throw .form(text) }
    var target = text[..<equals]
    let value = String(text[text.index(after: equals)...])
    let sign = target.last.flatMap { $0 == "+" || $0 == "-" ? $0 : nil }
    if sign != nil { target = target.dropLast() }
    let address = try Address(target, in: text)
    field = address.field
    if let sign {
      guard address.number == nil else { throw .form(text) }
      guard field.kind != .single else {
        throw .impossible(field, "it holds one value; write \(field.rawValue)=VALUE")
      }
      let item = try FieldItem(field, typed: value)
      change = sign == "+" ? .add(item) : .remove(item)
    } else if let number = address.number, let part = address.part {
      let blank = PlainText.clean(value).isEmpty
      // A section may do without a part of which the sample has nothing else; a contributor needs a name and a role.
      if !blank || field == .contributors {
        _ = try address.sample.setting(part, to: blank ? nil : value, in: field)
      }
      change = .part(number, part, blank ? nil : value)
    } else if let number = address.number {
      change = .element(number, try FieldItem(field, typed: value))
    } else {
      guard !PlainText.clean(value).isEmpty else {
        throw .refused(field, value: "", because: "an empty value; use --clear \(field.rawValue) to blank it")
      }
      let value = try FieldValue(field, typed: value)
      guard !value.isEmpty else {
        throw .refused(field, value: text, because: "no value; use --clear \(field.rawValue) to blank it")
      }
      change = .whole(value)
    }
  }

  /// Reads what is to be blanked or removed: `FIELD`, `FIELD[n]` or `FIELD[n].part`.
  public init(clearing text: String) throws(EditProblem) {
    let address = try Address(text[...], in: text)
    field = address.field
    change =
      switch (address.number, address.part) {
      case (let number?, let part?): .part(number, part, nil)
      case (let number?, nil): .element(number, nil)
      default: .whole(.empty)
      }
  }
}

/// `contributors[2].role`, taken apart.
private struct Address {
  var field: Field
  var number: Int?
  var part: String?

  init(_ target: Substring, in text: String) throws(EditProblem) {
    let name = target.prefix { $0 != "[" && $0 != "." }
    let word = PlainText.clean(String(name))
    guard !word.isEmpty else { throw .form(text) }
    guard let field = Field(rawValue: word.lowercased().replacing("-", with: "_")) else {
      throw .unknownField(word)
    }
    self.field = field
    var rest = target[name.endIndex...].filter { $0 != " " }[...]
    if rest.first == "[" {
      guard let close = rest.firstIndex(of: "]"), let number = Int(rest[..<close].dropFirst()), number >= 1
      else {
        throw .form(text)
      }
      guard field.kind != .single else { throw .impossible(field, "it holds one value, and no elements") }
      self.number = number
      rest = rest[rest.index(after: close)...]
    }
    guard let dot = rest.first else { return }
    guard dot == "." else { throw .form(text) }
    let part = rest.dropFirst().lowercased()
    guard field.parts.contains(part) else { throw .unknownPart(field, String(rest.dropFirst())) }
    guard number != nil else {
      throw .impossible(field, "say of which element: \(field.rawValue)[1].\(part)")
    }
    self.part = part
  }

  /// Any element of the field, on which a part's value can be tried.
  var sample: FieldItem {
    switch field.itemKind {
    case .contributor: .contributor(Contributor(name: Name(printed: "x")))
    case .series: .series(Series(title: "x"))
    default: .section(Section(title: "x"))
    }
  }
}
