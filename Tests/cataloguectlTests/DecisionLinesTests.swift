import ControlAPI
import Testing

@testable import cataloguectl

@Suite("Lines of export --edits")
struct DecisionLinesTests {
  private func line(_ number: Int, reason: String = "r") -> String {
    #"{"number":\#(number),"at":1,"by":"ann","reason":"\#(reason)","decision":{"undoes":\#(number - 1)},"records":[]}"#
  }

  /// - Parameter size: How many bytes are read at once.
  private func reading(_ text: String, in size: Int = 1 << 16) throws(Failure) -> DecisionLines {
    var lines = DecisionLines(of: "f")
    var left = Array(text.utf8)[...]
    while !left.isEmpty {
      try lines.read(left.prefix(size))
      left = left.dropFirst(size)
    }
    try lines.finish()
    return lines
  }

  @Test("empty lines count, and are none; what is not known is ignored", arguments: [1, 7, 1 << 16])
  func read(_ size: Int) throws {
    let text = "\n" + line(2) + "\r\n  \n" + line(3).dropLast() + #","later":[0.5]}"#
    let lines = try reading(text, in: size)
    #expect(lines.entries.map(\.line) == [2, 4] && lines.entries.map(\.decision.number) == [2, 3])
    #expect(try reading("").pieces.isEmpty)
  }

  @Test(
    "a line that is none is named, and said to be what",
    arguments: [
      ("{", "f:2: that is no JSON"), ("[]", "f:2: that is no line of export --edits"),
      (
        #"{"number":-1,"at":1,"by":"a","decision":{},"records":[]}"#,
        "f:2: “number” is -1: numbers are 0 or more"
      ),
      (#"{"number":1,"at":-5,"by":"a","decision":{},"records":[]}"#, "f:2: “at” is -5"),
      (
        #"{"number":1,"at":1,"by":"a","decision":{},"records":[{"number":-2,"catalogue":"a","identifier":"x"}]}"#,
        "f:2: “number” of a record is -2"
      ),
      ("{}", "f:2: there is no “"), (#"{"number": "x"}"#, "f:2: “number” is not what export --edits writes"),
    ])
  func faults(_ wrong: String, _ words: String) {
    do throws(Failure) {
      _ = try reading("\(line(2))\n\(wrong)\n")
      Issue.record("\(wrong) was read")
    } catch {
      #expect(error.code == .failed && error.message.hasPrefix(words), "\(error.message)")
      #expect(error.message.hasSuffix("; nothing was imported"))
    }
  }

  @Test("pieces are at most so many, and at most so long, unless one alone is longer")
  func pieces() throws {
    let many = (1...401).map { line($0) }.joined(separator: "\n")
    #expect(try reading(many).pieces.map(\.count) == [200, 200, 1])
    let long = [10, 150_000, 60_000, 300_000, 5].map { line(7, reason: String(repeating: "x", count: $0)) }
    #expect(try reading(long.joined(separator: "\n")).pieces.map(\.count) == [2, 1, 1, 1])
    #expect(throws: Failure.self) {
      try reading(line(7, reason: String(repeating: "x", count: 4_000_000)))
    }
  }

  @Test("what has no end is read no further than a line may go")
  func endless() throws {
    var lines = DecisionLines(of: "/dev/zero")
    let zeros = [UInt8](repeating: 0, count: 1 << 16)
    var read = 0
    let error = #expect(throws: Failure.self) {
      while read < 1 << 24 {
        try lines.read(zeros[...])
        read += zeros.count
      }
    }
    #expect(read < 4_000_000)
    #expect(error?.message == "/dev/zero:1: the line is longer than 4 MB; nothing was imported")
  }

  @Test("only numbers that a decision may mean go with it")
  func mentioned() throws {
    let decision = ["decisions": [.integer(3), .integer(4)], "undoes": .integer(9)] as [String: JSONValue]
    let portable = PortableDecisionInfo(number: 5, at: 1, by: "ann", decision: decision, records: [])
    #expect(portable.mentioned(of: ["3": 30, "5": 50, "9": 90]) == ["3": 30, "9": 90])
  }
}
