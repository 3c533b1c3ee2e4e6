/// Around the list, and between its items.
extension JSONSplitter {
  mutating func lookOutside(_ p: Bytes) {
    while at < p.count, place == .outside {
      if outside.string != nil {
        lookInString(p)
        continue
      }
      let byte = p[at]
      if ended {
        if !ASCII.isSpace(byte) { passOverRest(p) } else { at += 1 }
        mark = at
        continue
      }
      switch byte {
      case JSONBytes.quote:
        let level = outside.levels.last
        outside.string = JSONPath.OpenString(isKey: level.map { $0.isObject && $0.expectsKey } ?? false)
        at += 1
      case JSONBytes.openBrace, JSONBytes.openBracket: openOutside(p, byte)
      case JSONBytes.closeBrace, JSONBytes.closeBracket:
        _ = outside.levels.popLast()
        at += 1
        if outside.levels.isEmpty {
          keepEnvelope(p)
          ended = true
        }
      case JSONBytes.comma:
        outside.comma()
        at += 1
      default: at += 1
      }
    }
  }

  private mutating func lookInString(_ p: Bytes) {
    guard var string = outside.string else { return }
    while at < p.count {
      let byte = p[at]
      at += 1
      if string.isEscaped {
        string.isEscaped = false
      } else if byte == JSONBytes.backslash {
        string.isEscaped = true
      } else if byte == JSONBytes.quote {
        if string.isKey { outside.takeKey(string.key) }
        outside.string = nil
        return
      }
      if string.isKey, string.key.count < JSONPath.keyLimit { string.key.append(byte) }
    }
    outside.string = string
  }

  private mutating func openOutside(_ p: Bytes, _ bracket: UInt8) {
    guard case .list(let pointer) = layout, outside.leads(to: pointer),
      bracket == JSONBytes.openBracket || !pointer.tokens.isEmpty
    else {
      // Deeper than this, brackets are not told apart any more: the envelope is no JSON then.
      if outside.levels.count < Self.depthLimit {
        outside.open(bracket)
        at += 1
      } else {
        isTooDeep = true
        place = .notJSON
      }
      return
    }
    keepEnvelope(p)
    keep("[")
    listBegan = true
    if bracket == JSONBytes.openBracket {
      place = .list
      at += 1
    } else {
      place = .item
      item.isAlone = true
    }
    mark = at
  }

  /// Whatever follows the document (a script's warnings) is not read.
  private mutating func passOverRest(_ p: Bytes) {
    if repairs["text behind the end passed over"] == nil { count("text behind the end passed over") }
    at = p.count
  }

  mutating func lookBetween(_ p: Bytes) {
    while at < p.count {
      switch p[at] {
      case JSONBytes.comma: at += 1
      case JSONBytes.closeBracket: return endList()
      case JSONBytes.closeBrace:
        count("bracket that closes nothing passed over")
        at += 1
      case let byte where ASCII.isSpace(byte): at += 1
      default:
        mark = at
        place = .item
        return
      }
    }
  }

  /// The list's closing bracket stands at `at`.
  mutating func endList() {
    mark = at
    place = .outside
    keep("]")
    at += 1
    mark = at
    if outside.levels.isEmpty { ended = true }
  }
}
