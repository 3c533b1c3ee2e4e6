/// Where in a document a scan stands, as far as it leads to the list: the containers around it, and each one's key or
/// place.
struct JSONPath: Sendable {
  struct Level: Sendable {
    var isObject: Bool
    /// Of an object: the key whose value is being read.
    var key: [UInt8] = []
    /// Of a list: the place of the element that is being read.
    var place = 0
    var expectsKey: Bool
  }

  /// A string that is open: whether it is a key, and how the last byte leaves it.
  struct OpenString: Sendable {
    var isKey: Bool
    var isEscaped = false
    var key: [UInt8] = []
  }

  /// Longer keys are not what a pointer names.
  static let keyLimit = 1024

  var levels: [Level] = []
  var string: OpenString?

  /// Whether the value that begins here is what `pointer` leads to.
  func leads(to pointer: JSONPointer) -> Bool {
    guard levels.count == pointer.tokens.count else { return false }
    return zip(levels, pointer.tokens).allSatisfy { level, token in
      JSONPointer.matches(token, key: level.isObject ? level.key : nil, place: level.place)
    }
  }

  mutating func open(_ bracket: UInt8) {
    let isObject = bracket == JSONBytes.openBrace
    levels.append(Level(isObject: isObject, expectsKey: isObject))
  }

  /// A key has ended; its escapes are undone where it has any.
  mutating func takeKey(_ raw: [UInt8]) {
    guard !levels.isEmpty else { return }
    var key = raw
    if raw.contains(JSONBytes.backslash) {
      let document = JSONDocument()
      let quoted = [JSONBytes.quote] + raw + [JSONBytes.quote]
      if quoted.withUnsafeBufferPointer({ document.read($0) }) == nil, let root = document.root {
        key = Array(root.bytes)
      }
    }
    levels[levels.count - 1].key = key
    levels[levels.count - 1].expectsKey = false
  }

  mutating func comma() {
    guard !levels.isEmpty else { return }
    let last = levels.count - 1
    if levels[last].isObject { levels[last].expectsKey = true } else { levels[last].place += 1 }
  }
}
