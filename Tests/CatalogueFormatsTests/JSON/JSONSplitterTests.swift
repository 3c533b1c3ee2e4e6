import Catalogue
import Testing

@testable import CatalogueFormats

/// A JSON answer cut into its items.
struct JSONCut: Equatable {
  var items: [String] = []
  var places: [Int64] = []
  var envelope = ""
  var listBegan = false
  var ended = false
  var repairs: [String: Int] = [:]
  var place = JSONSplitter.Place.start

  init(_ text: some Collection<UInt8>, _ pointer: String?, chunk: Int = 0) {
    let layout = pointer.map { JSONSplitter.Layout.list(JSONPointer($0)!) } ?? .lines
    var splitter = JSONSplitter(layout)
    let bytes = Array(text)
    var taken: [RecordBytes] = []
    var at = 0
    while at < bytes.count {
      let end = chunk == 0 ? bytes.count : min(bytes.count, at + chunk)
      Array(bytes[at..<end]).withUnsafeBufferPointer { splitter.feed($0) { taken.append($0) } }
      at = end
    }
    splitter.finish { taken.append($0) }
    items = taken.map { String(decoding: $0.bytes, as: UTF8.self) }
    places = taken.map(\.place)
    envelope = String(decoding: splitter.envelope, as: UTF8.self)
    (listBegan, ended, repairs, place) = (
      splitter.listBegan, splitter.ended, splitter.repairs, splitter.place
    )
  }

  /// Whole and in chunks of 1 to 64 bytes; nil if they do not come to the same.
  static func everyWay(_ text: some Collection<UInt8>, _ pointer: String?) -> JSONCut? {
    let whole = JSONCut(text, pointer)
    for size in 1...64 where JSONCut(text, pointer, chunk: size) != whole { return nil }
    return whole
  }
}

@Suite("A JSON answer is cut into the items of its list") struct JSONSplitterTests {
  @Test(
    "the list is found, and what is around it kept",
    arguments: [
      (#"{"message":{"total":2,"items":[{"a":1},{"a":2}],"next":"x"}}"#, "/message/items"),
      (#"[ {"a":1} , {"a":2} ]"#, ""), ("\u{FEFF} \n\t[\n{\"a\":1},\n{\"a\":2}\n]\n", ""),
      (#"{"x":[{"results":[{"a":9}]}],"results":[{"a":1},{"a":2}]}"#, "/results"),
      (#"{"res\u0075lts":[{"a":1},{"a":2}]}"#, "/results"), (#"{"a/b":{"~":[{"a":1},{"a":2}]}}"#, "/a~1b/~0"),
      (#"[{"n":0},{"list":[{"a":1},{"a":2}]}]"#, "/1/list"),
      (#"{"groups":[{"d":[{"a":1}]},{"d":[{"a":2}]}]}"#, "/groups/*/d"),
      (#"{"quote":"]} \" {[","list":[{"a":1},{"a":2}],"b":{"list":[7]}}"#, "/list"),
    ])
  func found(_ text: String, _ pointer: String) throws {
    let cut = try #require(JSONCut.everyWay(text.utf8, pointer))
    #expect(cut.items == [#"{"a":1}"#, #"{"a":2}"#])
    #expect(cut.listBegan && cut.ended)
    #expect(cut.repairs == [:])
    #expect(JSONDocument().read(cut.envelope) == nil)
    let bytes = Array(text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? text.utf8.dropFirst(3) : text.utf8[...])
    for (item, place) in zip(cut.items, cut.places) {
      #expect(bytes[Int(place)...].starts(with: item.utf8))
    }
  }

  @Test("an item may hold anything that JSON can")
  func inside() throws {
    let items = [
      #"{"a":"]},{\"\\"}"#, #"{"a":[[{"b":"\\\\\""}],{}]}"#, "{}", "[1,[2,3]]", "17", #""a,]\"b""#, "null",
      "-1.5e3", "{\"a\" : \"x\"  , \"b\":\"y\"\n}",
    ]
    let cut = try #require(JSONCut.everyWay("[\(items.joined(separator: " , "))]".utf8, ""))
    #expect(cut.items == items)
    #expect(cut.ended && cut.repairs == [:])
  }

  @Test(
    "a broken item costs itself, not its list",
    arguments: [
      // A quote that is text.
      (#"{"id":1,"t":"5" pipe"}"#, [#"{"id":1,"t":"5" pipe"}"#]),
      (#"{"id":1,"t":"the "new" way","u":2}"#, [#"{"id":1,"t":"the "new" way","u":2}"#]),
      // A quote that is lost, in the middle and at the end.
      (#"{"id":1,"t":"abc,"u":"x"}"#, [#"{"id":1,"t":"abc,"u":"x"}"#]),
      (#"{"id":1,"t":"abc}"#, [#"{"id":1,"t":"abc}"#]),
      // Brackets that are lost or too many.
      (#"{"id":1,"t":[1,2}"#, [#"{"id":1,"t":[1,2}"#]), (#"{"id":1,"t":2]}"#, [#"{"id":1,"t":2]}"#]),
      (#"{"id":1,"t":2"#, [#"{"id":1,"t":2"#]), (#"{"id":1,"t":2}}"#, [#"{"id":1,"t":2}"#]),
      (#"{"id":1,"a":[{"n":1,{"n":2}]}"#, [#"{"id":1,"a":[{"n":1,{"n":2}]}"#]),
      ("nonsense", ["nonsense"]), ("@", ["@"]),
      ("{\"id\":1,\"t\":\"a\nb\u{0}\"}", ["{\"id\":1,\"t\":\"a\nb\u{0}\"}"]),
    ])
  func broken(_ item: String, _ pieces: [String]) throws {
    let text = #"{"list":[{"id":0},"# + item + #",{"id":2},{"id":3}],"next":4}"#
    let cut = try #require(JSONCut.everyWay(text.utf8, "/list"))
    #expect(cut.items == [#"{"id":0}"#] + pieces + [#"{"id":2}"#, #"{"id":3}"#])
    #expect(cut.ended)
    #expect(cut.envelope == #"{"list":[],"next":4}"#)
  }

  @Test("an answer that breaks off anywhere is not whole, and gives only whole items")
  func cutOff() {
    let text = Array(#"{"n":"a","list":[{"id":"one"},{"id":"t]}\"wo"}],"next":"x"}"#.utf8)
    for length in 0..<text.count {
      let cut = JSONCut(text.prefix(length), "/list")
      #expect(!cut.ended)
      #expect(cut.items == Array([#"{"id":"one"}"#, #"{"id":"t]}\"wo"}"#].prefix(cut.items.count)))
    }
    #expect(JSONCut(text, "/list").ended)
  }

  @Test("JSON Lines: an item a line; a last line that is cut short is none")
  func lines() throws {
    let cut = try #require(JSONCut.everyWay("{\"a\":1}\r\n\n  \n{\"a\":\"x\nbroken}\n{\"a\":3}".utf8, nil))
    #expect(cut.items == ["{\"a\":1}", "{\"a\":\"x", "broken}", "{\"a\":3}"])
    #expect(cut.ended)
    let short = try #require(JSONCut.everyWay("{\"a\":1}\n{\"a\":\"x".utf8, nil))
    #expect(short.items == ["{\"a\":1}"] && !short.ended)
  }

  @Test("UTF-16 and UTF-32, with and without their marks")
  func wide() throws {
    let text = #"[{"a":"é😀"}]"#
    let units = Array(text.utf16)
    for mark in [true, false] {
      let with = mark ? [0xFEFF] + units : units
      let little = with.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      let big = with.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
      let scalars = (mark ? [0xFEFF] : []) + text.unicodeScalars.map(\.value)
      let quad = scalars.flatMap { value in (0..<4).map { UInt8(value >> (8 * $0) & 255) } }
      for bytes in [little, big, quad] {
        #expect(try #require(JSONCut.everyWay(bytes, "")).items == [#"{"a":"é😀"}"#])
      }
    }
  }

  @Test(
    "what is no JSON is known at once",
    arguments: ["<!DOCTYPE html><html>", "OK", "", " \n", "\"text\"", "17", "<?xml version=\"1.0\"?><a/>"])
  func notJSON(_ text: String) throws {
    let cut = try #require(JSONCut.everyWay(text.utf8, "/list"))
    #expect(!cut.ended && !cut.listBegan && cut.items == [])
    #expect(cut.place == .notJSON || cut.place == .start)
  }

  @Test("an object in the list's place is its only item; a script's warnings behind the end are passed over")
  func odd() throws {
    let cut = try #require(JSONCut.everyWay(#"{"list":{"a":{"b":1}},"n":1} <br/>Warning: x"#.utf8, "/list"))
    #expect(cut.items == [#"{"a":{"b":1}}"#] && cut.ended && cut.envelope == #"{"list":[],"n":1}"#)
    #expect(cut.repairs == ["text behind the end passed over": 1])
  }

  @Test("an item that is too large is cut off, and the next ones come")
  func oversized() {
    let long = String(repeating: "x", count: (16 << 20) + 100)
    for chunk in [0, 1 << 16, 999_983] {
      let cut = JSONCut("[{\"a\":1},{\"b\":\"\(long)\"},{\"a\":2}]".utf8, "", chunk: chunk)
      #expect(cut.items.map(\.utf8.count) == [7, JSONSplitter.keptOfOversized, 7])
      #expect(cut.repairs == ["item cut off at 16 MiB": 1] && cut.ended)
    }
  }

  @Test("brackets without end neither crash nor grow")
  func depth() {
    let bomb = String(repeating: "[{\"a\":", count: 200_000)
    for text in [bomb, "{\"x\":" + bomb, "{\"list\":[" + bomb] {
      let cut = JSONCut(text.utf8, "/list", chunk: 4096)
      #expect(!cut.ended && cut.items == [])
    }
    let closed =
      "{\"list\":[" + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000) + ",{}]}"
    #expect(JSONCut(closed.utf8, "/list").items.last == "{}")
  }

  @Test("random bytes, and JSON with random faults, never crash and come to the same in any chunks")
  func random() {
    var random = Seeded(state: 7)
    let sound = Array(
      #"{"n":{"x":[1,"a"]},"list":[{"id":"1","t":"a\"b"},{"id":"2","x":[{"y":1},{"y":2}]}],"m":1}"#.utf8)
    for _ in 0..<2000 {
      var text = sound
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<text.count, using: &random)
        let byte = [UInt8]("{}[]\",:\\ax\u{0}".utf8).randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text.remove(at: at)
        case 1: text.insert(byte, at: at)
        default: text[at] = byte
        }
      }
      let whole = JSONCut(text, "/list")
      for chunk in [1, 2, 3, 7, 20] { #expect(JSONCut(text, "/list", chunk: chunk) == whole) }
      let document = JSONDocument()
      for item in whole.items {
        var repairs: [String: Int] = [:]
        if document.read(Array(item.utf8), repairs: &repairs) == nil { _ = document.root?.count }
      }
    }
  }
}

extension JSONDocument {
  func read(_ text: String) -> JSONFault? { read(Array(text.utf8)) }
  func read(_ text: [UInt8]) -> JSONFault? { text.withUnsafeBufferPointer { read($0) } }
  func read(_ text: [UInt8], repairs: inout [String: Int]) -> JSONFault? {
    text.withUnsafeBufferPointer { read($0, repairs: &repairs) }
  }
}
