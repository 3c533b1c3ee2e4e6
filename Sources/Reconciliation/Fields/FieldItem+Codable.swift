import Catalogue

// The JSON of values: texts and numbers as they are, the rest as in the JSON of a report. What an item is, its field says.

extension FieldItem: Encodable {
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .text(let text): try text.encode(to: encoder)
    case .number(let number): try number.encode(to: encoder)
    case .date(let date): try date.encode(to: encoder)
    case .access(let access): try access.encode(to: encoder)
    case .identifier(let identifier): try identifier.encode(to: encoder)
    case .link(let link): try link.encode(to: encoder)
    case .series(let series): try series.encode(to: encoder)
    case .contributor(let contributor): try contributor.encode(to: encoder)
    case .section(let section): try section.encode(to: encoder)
    }
  }

  init(of field: Field, from decoder: any Decoder) throws {
    switch field.itemKind {
    case .text: self = .text(try String(from: decoder))
    case .number: self = .number(try Int(from: decoder))
    case .date: self = .date(try PartialDate(from: decoder))
    case .access: self = .access(try Access(from: decoder))
    case .identifier: self = .identifier(try Identifier(from: decoder))
    case .link: self = .link(try Link(from: decoder))
    case .series: self = .series(try Series(from: decoder))
    case .contributor: self = .contributor(try Contributor(from: decoder))
    case .section: self = .section(try Section(from: decoder))
    }
  }
}

extension FieldValue {
  /// Writes the value: a list as an array; a single value or an element as it is, the empty value as null.
  func encode(asList: Bool, to encoder: any Encoder) throws {
    if asList {
      var list = encoder.unkeyedContainer()
      for item in items { try list.encode(item) }
    } else {
      var json = encoder.singleValueContainer()
      if let item = items.first { try json.encode(item) } else { try json.encodeNil() }
    }
  }

  /// Reads what `encode` wrote. A list of more than 10,000 items is refused.
  init(of field: Field, asList: Bool, from decoder: any Decoder) throws {
    if asList {
      var list = try decoder.unkeyedContainer()
      self.init()
      while !list.isAtEnd {
        guard items.count < FieldItem.countLimit else {
          throw DecodingError.dataCorruptedError(
            in: list, debugDescription: "more than \(FieldItem.countLimit) elements")
        }
        items.append(try FieldItem(of: field, from: list.superDecoder()))
      }
    } else if try decoder.singleValueContainer().decodeNil() {
      self.init()
    } else {
      self.init(try FieldItem(of: field, from: decoder))
    }
  }
}

extension KeyedEncodingContainer {
  mutating func encode(_ value: FieldValue, asList: Bool, forKey key: Key) throws {
    try encode(Written(value: value, asList: asList), forKey: key)
  }
}

extension KeyedDecodingContainer {
  /// A missing key is the empty value.
  func value(of field: Field, asList: Bool, forKey key: Key) throws -> FieldValue {
    guard contains(key) else { return .empty }
    return try FieldValue(of: field, asList: asList, from: superDecoder(forKey: key))
  }
}

private struct Written: Encodable {
  var value: FieldValue
  var asList: Bool

  func encode(to encoder: any Encoder) throws { try value.encode(asList: asList, to: encoder) }
}
