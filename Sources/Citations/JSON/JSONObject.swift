import Catalogue

/// Writes the members of a JSON object in the order in which they come, without spaces.
struct JSONObject {
  private var isFirst = true

  init(_ bytes: inout [UInt8]) { bytes.append(UInt8(ascii: "{")) }

  mutating func member(_ name: String, _ bytes: inout [UInt8]) {
    bytes.add(isFirst ? "\"" : ",\"")
    isFirst = false
    bytes.add(name)
    bytes.add("\":")
  }

  mutating func text(_ name: String, _ value: String?, _ bytes: inout [UInt8]) {
    guard let value else { return }
    member(name, &bytes)
    bytes.json(value)
  }

  mutating func number(_ name: String, _ value: Int?, _ bytes: inout [UInt8]) {
    guard let value else { return }
    member(name, &bytes)
    bytes.add(value)
  }

  /// Left out where it is empty.
  mutating func list<Element>(
    _ name: String, _ elements: [Element], _ bytes: inout [UInt8], _ write: (Element, inout [UInt8]) -> Void
  ) {
    guard !elements.isEmpty else { return }
    member(name, &bytes)
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(element, &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  func end(_ bytes: inout [UInt8]) { bytes.append(UInt8(ascii: "}")) }
}

extension [UInt8] {
  mutating func json(_ text: String) {
    append(UInt8(ascii: "\""))
    add(text, .json)
    append(UInt8(ascii: "\""))
  }
}
