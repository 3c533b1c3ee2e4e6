import Testing

@testable import Configuration

@Suite("What is not TOML is explained, and does not hide what else is wrong")
struct SyntaxTests {
  @Test(
    "one fault, its place, and what to do",
    arguments: [
      (
        "title = \"a\"\ntitle = \"b\"", "3:1:", "\"title\" is there already, in line 2: remove one of the two"
      ),
      ("[headers]\nA = \"a\"\n \"A\" = \"b\"", "4:2:", "\"A\" is there already, in line 3"),
      ("[headers]\nA = \"a\"\n[headers]\nB = \"b\"", "4:1:", "[headers] is there already, in line 2"),
      ("guard = { count = 1, count = 2 }", "2:30:", "\"count\" is there already"),
      ("guard.count = 1\nguard = 1", "3:9:", "\"guard\" is there already"),
      ("title = ", "2:7:", "the value is missing behind title ="),
      ("title = # a", "2:7:", "the value is missing"), ("= 1", "2:1:", "the key is missing"),
      ("title = \"a", "2:9:", "has no end: a \" is missing behind it"),
      ("title = 'a\ngap = \"1s\"", "2:9:", "has no end: a ' is missing"),
      ("title = \"\"\"a\n\nb", "2:9:", "three \" are missing"),
      ("title = \"say \"hi\"\"", "2:15:", "a \" in a text is written \\\""),
      ("title = \"C:\\data\"", "2:", "write \\\\ for it"),
      ("title = Foo # bar", "2:9:", "a text stands in quotes"), ("title = “Foo”", "2:9:", "not the quotes"),
      ("title = \"a\u{1}b\"", "2:", "a control character"),
      ("enabled = yes", "2:11:", "neither true nor false"), ("enabled = True", "2:11:", "neither true nor"),
      ("interval = 6h", "2:12:", "interval = \"6h\""), ("between = 22:00-06:00", "2:11:", "in quotes"),
      ("[headers]\nX = 6secret", "3:5:", "this is no number"),
      ("from = 2024-02-30", "2:8:", "no date or time that there is"),
      ("from = 2024-1-31", "2:8:", "2024-01-31"),
      ("priority = 07", "2:12:", "begins with no 0"), ("interval \"6h\"", "2:9:", "= is missing"),
      ("interval: \"6h\"", "2:9:", "not :"),
      ("interval", "2:9:", "= is missing between the key \"interval\""),
      ("a b = 1", "2:1:", "a key is made of"), ("[headers", "2:1:", "between brackets: [NAME]"),
      ("[", "2:1:", "[NAME]"), ("[[search]", "2:1:", "[[NAME]]"), ("[a]]", "2:1:", "alone in its line"),
      ("headers = { A = \"a\"\ngap = \"1s\"", "2:11:", "a } is missing"),
      ("headers = {\n  A = \"a\"\n}\ngap = \"1s\"", "2:11:", "must stand in one line"),
      ("[fields]\ntitle = [\"a\", \"b\"\ndoi = \"d\"", "3:9:", "a ] is missing"),
      ("[fields]\ntitle = [\"a\" \"b\"]", "3:14:", "a comma is missing"),
      ("[fields]\ntitle = [\"a\", b]", "3:15:", "a text stands in quotes"),
      ("guard = { share = 20% }", "2:19:", "this is no number"),
      ("title = \"a\",", "2:12:", "the value ends before this"), ("}", "2:1:", "a line is KEY = VALUE"),
      ("title = \"a\u{0}\"", "2:", ""), ("\u{7f} = 1", "2:", ""),
    ])
  func explained(_ lines: String, _ at: String, _ says: String) throws {
    let complaints = try Workbench.complaints(lines)
    #expect(complaints.count == 1, "\(complaints)")
    let complaint = try #require(complaints.first)
    #expect(complaint.hasPrefix(at) && (says.isEmpty || complaint.contains(says)), "\(complaint)")
    #expect(!complaint.contains("secret"))
    #expect(complaint.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(try Workbench.catalogue(lines) == nil)
    // Neither with Windows' line ends, nor with something before and behind it, is it another one.
    let windows = try Workbench.complaints(lines.replacing("\n", with: "\r\n") + "\r\n")
    #expect(windows.count == 1, "\(windows)")
  }

  @Test("all at once, in order of line")
  func together() throws {
    let complaints = try Workbench.complaints(
      """
      title = "A
      title = "B"
      titel = "C"
      title = "D"
      interval = 6h
      gap = 1
      headers = {
        Host = "x"
      }
      proxy
      [credentials]
      netrc "x"
      [fields
      titel = "x"
      [guard]
      count = "x"
      """)
    let places = complaints.map { $0.prefix { $0 != " " } }
    #expect(
      places == ["2:9:", "4:1:", "5:1:", "6:12:", "7:7:", "8:11:", "11:6:", "13:6:", "14:1:", "17:9:"],
      "\(complaints.joined(separator: "\n"))")
  }

  @Test("what was left out is not said to be missing")
  func leftOut() throws {
    for text in ["url = \"https://a.example/", "url https://a.example/"] {
      let complaints = try Workbench(catalogues: ["a": text]).complaints()
      #expect(complaints.count == 1, "\(complaints)")
    }
    let complaints = try Workbench(
      "[[search]]\nname = \"a\nwords = \"b\"\n[[search]]\nname = \"c\"\nwords \"d\""
    )
    .complaints()
    #expect(complaints.count == 2, "\(complaints)")
  }

  @Test("a file of nothing but faults ends, and so does every file with a byte too many or too few")
  func ends() throws {
    #expect(try Workbench.complaints(String(repeating: "x\n", count: 5000)).count == 20)
    #expect(try Workbench.complaints("x = " + String(repeating: "[", count: 5000)).count >= 1)
    let right = Array(
      "title = \"a\"\nguard = { count = 1, share = \"5 %\" }\n[fields]\ntitle = [\n  'b', # c\n]\n[headers]\nA = \"\"\"x\ny\"\"\"\n"
        .utf8)
    #expect(TOMLDocument(right).faults.isEmpty)
    for at in right.indices {
      for byte in Array("\"'[]{}=\n#\\, \u{0}".utf8) + [0xff] {
        for changed in [
          right[..<at] + [byte] + right[at...], right[..<at] + [byte] + right[(at + 1)...],
          right[..<at] + right[(at + 1)...],
        ] {
          let document = TOMLDocument(Array(changed))
          #expect(document.faults.count <= 20)
        }
      }
    }
  }
}
