import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("JSON texts are read by RFC 8259, and what is nearly one is mended") struct JSONDocumentTests {
  /// A document as text again: what was read, with numbers as printed.
  private func shown(_ value: JSONValue) -> String {
    switch value.kind {
    case .null: "null"
    case .boolean, .number: value.text ?? "?"
    case .string: "“\(value.text ?? "?")”"
    case .array: "[" + value.children.map(shown).joined(separator: " ") + "]"
    case .object:
      "{"
        + value.children.map { "\(String(decoding: $0.key, as: UTF8.self))=\(shown($0))" }.joined(
          separator: " ") + "}"
    }
  }

  @Test(
    arguments: [
      (
        #"{"a":[1,2.50,-0,1e5],"b":{"c":null,"d":true,"e":false}}"#,
        "{a=[1 2.50 -0 1e5] b={c=null d=true e=false}}"
      ),
      (#"12345678901234567890123"#, "12345678901234567890123"), ("1.0", "1.0"),
      (" 9007199254740993 ", "9007199254740993"),
      (#""a\"\\\/\b\f\n\r\té\ud83d\ude00""#, "“a\"\\/\u{8}\u{c}\n\r\té😀”"), ("[]", "[]"), ("{}", "{}"),
      ("\"\"", "“”"),
      (#"{"":{"":1}}"#, "{={=1}}"), (#"{"k\u0065y":"v"}"#, "{key=“v”}"), (#"[[[1]],[],{}]"#, "[[[1]] [] {}]"),
      (#""a\u0000b""#, "“a\u{0}b”"), ("1e400", "1e400"),
    ])
  func reads(_ text: String, _ expected: String) throws {
    let document = JSONDocument()
    #expect(document.read(text) == nil)
    #expect(shown(try #require(document.root)) == expected)
  }

  @Test(
    arguments: [
      "", " ", "[", "]", "{", "[1,]", "[1 2]", "1,2", "1],[2", "{\"a\"}", "{\"a\":}", "{a:1}", "'a'", "01",
      "+1", ".5", "1.",
      "1e", "-", "tru", "nul", "truex", "\"", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
      "\"a\u{1}\"",
      "\"a\nb\"", "{\"a\":1}}", "[1]]", "\u{FEFF}1", "NaN", "{\"a\":1 \"b\":2}", "[,]", "\u{0}", "1\u{0}",
      "{\"a\" 1}",
      "{1:2}", "[\"a\":1]", "\"\\u12g4\"", "{\"a\":1,}",
    ])
  func refuses(_ text: String) {
    let document = JSONDocument()
    let fault = document.read(text)
    #expect(fault != nil)
    #expect(document.root == nil)
    #expect(fault?.message.isEmpty == false)
    #expect(document.read("[1]") == nil)  // it goes on with the next
  }

  @Test(
    arguments: [
      (#""a\ud800b""#, "“a\u{FFFD}b”", "half of a character replaced"),
      (#""\udc00""#, "“\u{FFFD}”", "half of a character replaced"),
      ("\"a\nb\tc\"", "“a\nb\tc”", "line break or tab in a string escaped"),
      ("\"a\u{1}b\u{0}\"", "“ab”", "forbidden control character dropped"),
      (#"{"a":"5" pipe"}"#, "{a=“5\" pipe”}", "bare quote escaped"),
      (#"{"a":NaN,"b":-Infinity}"#, "{a=null b=null}", "word without a value read as null"),
      (#"{"a":[1,2,],}"#, "{a=[1 2]}", "comma before a bracket dropped"),
      (#""it\'s""#, "“it's”", "escape that there is none of read as text"),
      ("\u{FEFF}{\"a\":\u{A0}1}", "{a=1}", "stray blank dropped"),
    ])
  func mends(_ text: String, _ expected: String, _ repair: String) throws {
    let document = JSONDocument()
    var repairs: [String: Int] = [:]
    #expect(document.read(Array(text.utf8), repairs: &repairs) == nil)
    #expect(shown(try #require(document.root)) == expected)
    #expect(Set(repairs.keys) == [repair])
  }

  @Test("bytes that are not UTF-8 are read as Windows-1252")
  func charset() throws {
    let document = JSONDocument()
    var repairs: [String: Int] = [:]
    let bytes: [UInt8] =
      Array("[\"caf".utf8) + [0xE9, 0x20, 0x93] + Array("é".utf8) + [0xE2, 0x82] + Array("\"]".utf8)
    #expect(document.read(bytes, repairs: &repairs) == nil)
    #expect(document.root?[0]?.text == "café “éâ‚")
    #expect(repairs == ["byte that is not UTF-8 read as Windows-1252": 4])
  }

  @Test("what cannot be mended stays refused, and nothing is counted")
  func hopeless() {
    let document = JSONDocument()
    var repairs: [String: Int] = [:]
    for text in ["{\"a\":", "{\"a\u{1}\":", "nonsense", "[1\u{1}"] {
      #expect(document.read(Array(text.utf8), repairs: &repairs) != nil)
      #expect(repairs == [:] && document.root == nil)
    }
  }

  @Test("depth, size and number of values are bounded")
  func hostile() {
    let document = JSONDocument()
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(document.read(nested(128)) == nil)
    #expect(document.read(nested(129))?.message == "it is nested too deeply")
    #expect(document.read(nested(100_000)) != nil)
    #expect(document.read(String(repeating: "[", count: 1_000_000)) != nil)
    #expect(document.read(String(repeating: "{\"a\":", count: 200_000)) != nil)
    let long = String(repeating: "x", count: 10 << 20)
    #expect(document.read("[\"\(long)\"]") == nil)
    #expect(document.root?[0]?.bytes.count == 10 << 20)
    #expect(
      document.read("[" + String(repeating: "1,", count: 1 << 20) + "1]")?.message
        == "it holds too many values")
    #expect(document.read("[1]") == nil && document.root?.count == 1)
  }

  @Test("every beginning of a text is refused, and so is every text with a byte too many")
  func beginnings() {
    let document = JSONDocument()
    let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",{"b":null},true],"c":{}}"#.utf8)
    for length in 0..<text.count { #expect(document.read(Array(text.prefix(length))) != nil) }
    #expect(document.read(text) == nil)
    for more in "]}[{\"x1,:".utf8 { #expect(document.read(text + [more]) != nil) }
  }

  @Test(
    arguments: [
      ("", "{a={b=[1 2 {c=“x”}]} m~n=1 p/q=2 = 3 *=4}"), ("/a/b/0", "1"), ("/a/b/2/c", "“x”"),
      ("a/b/2/c", "“x”"),
      ("/m~0n", "1"), ("/p~1q", "2"), ("/a/b/*", "1 2 {c=“x”}"), ("/a/b/*/c", "“x”"), ("/a/*/0", "1"),
      ("/*", "4"),
      ("/a/b/01", ""), ("/a/b/-", ""), ("/a/b/3", ""), ("/nothing", ""), ("/a/b/0/x", ""), ("/ ", "3"),
      ("/a//b", ""), ("/l/*[k=x]/v", "1"), ("/l/*[k!=x]/v", "2 3"),
      ("/l/*[k=]/v", "3"), ("/l/*[k!=]/v", "1 2"), ("/", "5"), ("/l/*[q=1]/v", ""),
    ])
  func pointers(_ pointer: String, _ expected: String) throws {
    let document = JSONDocument()
    #expect(
      document.read(
        #"{"a":{"b":[1,2,{"c":"x"}]},"m~n":1,"p/q":2," ":3,"*":4,"":5,"l":[{"k":"x","v":1},{"k":"y","v":2},{"v":3},7]}"#
      ) == nil)
    let found = try #require(JSONPointer(pointer)).values(in: try #require(document.root))
    if pointer.isEmpty {
      #expect(found.count == 1 && found[0].count == 7)
    } else {
      #expect(found.map(shown).joined(separator: " ") == expected)
    }
  }

  @Test("the last of equal keys wins; a wrong escape is no pointer")
  func duplicates() throws {
    let document = JSONDocument()
    #expect(document.read(#"{"a":1,"a":{"b":2},"\u0061":{"b":3}}"#) == nil)
    #expect(JSONPointer("/a/b")?.first(in: try #require(document.root))?.text == "3")
    #expect(JSONPointer("/a~2") == nil && JSONPointer("/a~") == nil)
  }
}
