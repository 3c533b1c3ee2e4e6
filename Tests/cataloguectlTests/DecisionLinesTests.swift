import ControlAPI
import Testing

@testable import cataloguectl

@Suite("Lines of export --edits")
struct DecisionLinesTests {
  private func line(_ number: Int, reason: String = "r") -> String {
    #"{"number":\#(number),"at":1,"by":"ann","reason":"\#(reason)","decision":{"undoes":\#(number - 1)},"records":[]}"#
  }

  @Test("empty lines count, and are none; what is not known is ignored")
  func read() throws {
    let text = "\n" + line(2) + "\r\n  \n" + line(3).dropLast() + #","later":[0.5]}"#
    let lines = try DecisionLines(Array(text.utf8), of: "f")
    #expect(lines.entries.map(\.line) == [2, 4] && lines.entries.map(\.decision.number) == [2, 3])
    #expect(try DecisionLines([], of: "f").pieces.isEmpty)
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
      _ = try DecisionLines(Array("\(line(2))\n\(wrong)\n".utf8), of: "f")
      Issue.record("\(wrong) was read")
    } catch {
      #expect(error.code == .failed && error.message.hasPrefix(words), "\(error.message)")
      #expect(error.message.hasSuffix("; nothing was imported"))
    }
  }

  @Test("pieces are at most so many, and at most so long, unless one alone is longer")
  func pieces() throws {
    let many = (1...401).map { line($0) }.joined(separator: "\n")
    #expect(try DecisionLines(Array(many.utf8), of: "f").pieces.map(\.count) == [200, 200, 1])
    let long = [10, 150_000, 60_000, 300_000, 5].map { line(7, reason: String(repeating: "x", count: $0)) }
    let lines = try DecisionLines(Array(long.joined(separator: "\n").utf8), of: "f")
    #expect(lines.pieces.map(\.count) == [2, 1, 1, 1])
    #expect(throws: Failure.self) {
      try DecisionLines(Array(line(7, reason: String(repeating: "x", count: 1_000_000)).utf8), of: "f")
    }
  }

  @Test("only numbers that a decision may mean go with it")
  func mentioned() throws {
    let decision = ["decisions": [.integer(3), .integer(4)], "undoes": .integer(9)] as [String: JSONValue]
    let portable = PortableDecisionInfo(number: 5, at: 1, by: "ann", decision: decision, records: [])
    #expect(portable.mentioned(of: ["3": 30, "5": 50, "9": 90]) == ["3": 30, "9": 90])
  }
}
