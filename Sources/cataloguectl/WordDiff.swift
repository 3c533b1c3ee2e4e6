/// What of two texts is the same and what is not, by words.
struct WordDiff {
  /// A stretch of words. They keep the space that stands before them.
  enum Part: Hashable, Sendable {
    case same(String)
    /// Only in the old text.
    case removed(String)
    /// Only in the new text.
    case added(String)
  }

  private(set) var parts: [Part] = []

  /// So many pairs of words are compared at most; of longer texts the middle counts as different altogether.
  private static let most = 4_000_000

  init(_ old: String, _ new: String) {
    let a = Self.words(old)
    let b = Self.words(new)
    var begin = 0
    while begin < a.count, begin < b.count, a[begin] == b[begin] { begin += 1 }
    var end = 0
    while end < a.count - begin, end < b.count - begin, a[a.count - 1 - end] == b[b.count - 1 - end] {
      end += 1
    }
    for place in 0..<begin { add(same: a[place], b[place]) }
    addMiddle(Array(a[begin..<(a.count - end)]), Array(b[begin..<(b.count - end)]))
    for place in 0..<end { add(same: a[a.count - end + place], b[b.count - end + place]) }
  }

  /// The longest common subsequence of words stays; what is removed stands before what is added.
  private mutating func addMiddle(_ a: [Word], _ b: [Word]) {
    guard !a.isEmpty, !b.isEmpty, a.count * b.count <= Self.most else {
      for word in a { add(.removed(word.text)) }
      for word in b { add(.added(word.text)) }
      return
    }
    // How long it is of what stands behind each pair.
    let width = b.count + 1
    var lengths = [Int32](repeating: 0, count: (a.count + 1) * width)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        lengths[i * width + j] =
          a[i] == b[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if i < a.count, j < b.count, a[i] == b[j] {
        add(same: a[i], b[j])
        (i, j) = (i + 1, j + 1)
      } else if i < a.count, j == b.count || lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
        add(.removed(a[i].text))
        i += 1
      } else {
        add(.added(b[j].text))
        j += 1
      }
    }
  }

  /// A word that begins one text may stand behind others in the other.
  private mutating func add(same old: Word, _ new: Word) {
    add(.same(parts.isEmpty || new.text.count > old.text.count ? new.text : old.text))
  }

  private mutating func add(_ part: Part) {
    switch (parts.last, part) {
    case (.same(let text)?, .same(let more)): parts[parts.count - 1] = .same(text + more)
    case (.removed(let text)?, .removed(let more)): parts[parts.count - 1] = .removed(text + more)
    case (.added(let text)?, .added(let more)): parts[parts.count - 1] = .added(text + more)
    default: parts.append(part)
    }
  }

  /// A word with the space that stands before it, by which it is not known.
  private struct Word: Equatable {
    var text = ""
    var key: Substring { text.drop(while: \.isWhitespace) }

    static func == (a: Word, b: Word) -> Bool { a.key == b.key }
  }

  /// The words of a text; characters of scripts without spaces stand alone.
  private static func words(_ text: String) -> [Word] {
    var words: [Word] = []
    var word = Word()
    func isAlone(_ character: Character) -> Bool {
      character.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false
    }
    for character in text {
      if let last = word.text.last, !last.isWhitespace,
        character.isWhitespace || isAlone(last) || isAlone(character)
      {
        words.append(word)
        word = Word()
      }
      word.text.append(character)
    }
    if !word.text.isEmpty { words.append(word) }
    return words
  }
}

extension Line {
  /// The new text, with what it no longer has and what it has besides marked: by colour, or [-so-] and {+so+}.
  init(_ diff: WordDiff, hasColour: Bool) {
    self.init()
    for part in diff.parts {
      switch part {
      case .same(let text): append(Line(text))
      case .removed(let text): append(Self.marked(text, hasColour ? .removed : nil, "[-", "-]"))
      case .added(let text): append(Self.marked(text, hasColour ? .added : nil, "{+", "+}"))
      }
    }
  }

  /// The space before a word is not marked.
  private static func marked(_ text: String, _ style: Style?, _ open: String, _ close: String) -> Line {
    let space = String(text.prefix(while: \.isWhitespace))
    let words = String(text.dropFirst(space.count))
    guard !words.isEmpty else { return Line(text) }
    if let style { return Line(space) + Line(words, style) }
    return Line(space) + Line(open + words + close)
  }
}
