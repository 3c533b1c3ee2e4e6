import Testing

@Suite("What is wrong is told with line, column, what would be right, and what was meant")
struct ComplaintTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var lines: String
    /// `line:column:` and words that the complaint holds.
    var at: String
    var says: [String]
    var testDescription: String { lines }

    init(_ lines: String, _ at: String, _ says: String...) {
      self.lines = lines
      self.at = at
      self.says = says
    }
  }

  @Test(arguments: [
    Case(#"intervall = "6h""#, "2:1:", "no key \"intervall\"", "did you mean \"interval\"?"),
    Case(#"Interval = "6h""#, "2:1:", "did you mean \"interval\"?"),
    Case(#"max-size = "1 MiB""#, "2:1:", "did you mean \"max_size\"?"),
    Case(
      "colour = 1", "2:1:", "there is no key \"colour\" (known: title, enabled, interval, ", "credentials)"),
    Case("fetch_every = 1", "2:1:", "no key \"fetch_every\": what you mean may be interval = \"6h\""),
    Case("frequency = 1", "2:1:", "interval ="), Case("poll = 1", "2:1:", "interval ="),
    Case("retries = 1", "2:1:", "asked again by itself"), Case("user-agent = 1", "2:1:", "contact ="),
    Case("since = 1", "2:1:", "from = 2020-01-01"), Case("guard_count = 1", "2:1:", "guard = { count"),
    Case("username = 1", "2:1:", "[credentials] with basic_file"), Case("hours = 1", "2:1:", "between ="),
    Case("schedule = 1", "2:1:", "between ="), Case("[credentials]\nusername = 1", "3:1:", "user:password"),
    Case("interval = 6", "2:12:", "a duration such as \"6h\"", "no unit", "\"6s\""),
    Case(#"interval = "six""#, "2:12:", "a duration such as", "the text \"six\""),
    Case(#"interval = "5s""#, "2:12:", "from 1m"),
    Case(#"interval = "1h 30""#, "2:12:", "a duration"),
    Case(#"interval = "90.5s""#, "2:12:", "whole seconds"),
    Case(#"interval = "1e9h""#, "2:12:", "a duration"),
    Case(#"between = "22-6""#, "2:11:", "two times of the day such as \"22:00-06:00\"", "\"22-6\""),
    Case(#"between = "06:00-06:00""#, "2:11:", "begins when it ends"),
    Case("between = 22:00:00", "2:11:", "two times of the day"),
    Case("interval = true", "2:12:", "it is true"),
    Case(#"enabled = "yes""#, "2:11:", "true or false", "\"yes\""),
    Case("edits = { title = \"mine\" }", "2:19:", "one of \"ask\", \"local\", \"upstream\"", "mine"),
    Case("edits = { subjects = \"local\" }", "2:11:", "subjects"),
    Case("priority = -1", "2:12:", "an integer from 0", "-1"),
    Case("priority = 1.5", "2:12:", "an integer", "1.5"),
    Case(#"title = """#, "2:9:", "it is empty"),
    Case(#"title = "a\u001b[2J""#, "2:9:", "control character"),
    Case(#"format = "oai-phm""#, "2:10:", "did you mean \"oai-pmh\"?", "known: \"oai-pmh\", \"csv\""),
    Case(#"from = "yesterday""#, "2:8:", "a date such as 2024-01-31", "\"yesterday\""),
    Case("from = 07:30:00", "2:8:", "a date such as", "07:30:00"),
    Case(#"from = "2023-02-29""#, "2:8:", "a date"),
    Case(#"max_size = "256""#, "2:12:", "a size such as \"256 MiB\""),
    Case("max_size = 1000000", "2:12:", "no unit"),
    Case(#"max_size = "1 TB""#, "2:12:", "a size"),
    Case(#"guard = { count = "x" }"#, "2:19:", "count must be an integer"),
    Case("guard = { cuont = 1 }", "2:11:", "in guard", "did you mean \"count\"?"),
    Case(#"guard = "120 %""#, "2:9:", "a share such as \"20 %\""),
    Case("guard = true", "2:9:", "guard must be a number of deletions"),
    Case(#"proxy = "localhost:80""#, "2:9:", "a proxy such as"),
    Case(#"ca_file = "~/ca.pem""#, "2:11:", "~ is not"),
    Case(#"headers = { Host = "x" }"#, "2:13:", "sets this header itself"),
    Case(#"headers = { Authorization = "secret-1" }"#, "2:13:", "see [credentials]"),
    Case(#"headers = { "a b" = "x" }"#, "2:13:", "not the name of a header"),
    Case(#"headers = { X-Key = "a\r\nb" }"#, "2:13:", "control character"),
    Case("fields = 5", "2:10:", "fields must be a table"),
    Case("[fields]\ntitel = \"T\"", "3:1:", "in [fields]", "did you mean \"title\"?"),
    Case("[fields]\ntitle = 3", "3:9:", "title must be a text or a list of texts", "the integer 3"),
    Case("[fields]\ntitle = []", "3:9:", "it has 0 elements"),
    Case("[fields]\ntitle = [\"a\", 1]", "3:9:", "the integer 1 stands in it"),
    Case("[fields]\ntitle = \"\"", "3:9:", "it is empty"),
    Case("[fields]\ntitle = { each = \"/a\" }", "3:9:", "title must be a text"),
    Case("[fields]\nauthors = { family = \"/a\" }", "3:11:", "authors needs each"),
    Case("[fields]\nauthors = { each = \"/a\", famly = \"/b\" }", "3:26:", "in authors", "\"family\"?"),
    Case(#"separator = "ab""#, "2:13:", "separator must be \"tab\" or one character"),
    Case(#"separator = "x""#, "2:13:", "separator must be"),
    Case("headers = 5", "2:11:", "headers must be a table"),
    Case("[credentials]", "2:1:", "takes one of basic_file"),
    Case("[credentials]\nbasic_file = \"/a\"\nnetrc = \"/b\"", "2:1:", "takes one of"),
    Case("[credentials]\nkey = \"/a\"", "2:1:", "certificate and key"),
    Case("[credentials]\nbasic = \"/a\"", "3:1:", "did you mean \"basic_file\"?"),
    Case(
      "[credentials]\npassword = \"/a\"", "3:1:", "no key \"password\" in [credentials]", "may be basic_file"),
    Case("[credentials]\nnetrc = \"$CREDENTIALS_DIRECTORY/a\"", "3:9:", "LoadCredential="),
    Case("[credentials]\nnetrc = \"$HOME/a\"", "3:9:", "only $CREDENTIALS_DIRECTORY"),
  ])
  func told(_ test: Case) throws {
    let complaints = try Workbench.complaints(test.lines)
    #expect(complaints.count == 1)
    let complaint = try #require(complaints.first)
    #expect(complaint.hasPrefix(test.at), "\(complaint)")
    for words in test.says where !words.isEmpty { #expect(complaint.contains(words), "\(complaint)") }
    #expect(!complaint.contains("secret-1"))
    #expect(complaint.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
  }

  @Test(
    "an address that nobody could ask",
    arguments: [
      ("ftp://a.example/", "only http, https and file"), ("a.example/oai", "no scheme"),
      ("https:a.example", "host are missing"), ("https:///oai", "host is missing"),
      ("https://user:secret-1@a.example/", "see [credentials]"), ("https://a.example/a b", "%20"),
      ("https://a.example/#x", "fragment"), ("file://other/x", "another host"), ("file:", "path is missing"),
      ("", "empty"),
    ])
  func addresses(_ url: String, _ says: String) throws {
    let bench = try Workbench(catalogues: ["a": "\n  url = \"\(url)\""])
    let complaint = try #require(bench.complaints().first)
    #expect(complaint.hasPrefix("catalogues.d/a.toml:2:9: url must be an address"))
    #expect(complaint.contains(says))
    #expect(!complaint.contains("secret-1"))
    #expect(bench.load().catalogues.isEmpty)
  }

  @Test func aMissingAddress() throws {
    let complaints = try Workbench(catalogues: ["a": "title = \"A\""]).complaints()
    #expect(complaints.count == 1 && complaints[0].hasPrefix("catalogues.d/a.toml:1:1: url is missing"))
  }

  @Test(arguments: ["a b", "ä", "-a", "12", "-7", String(repeating: "a", count: 65)])
  func names(_ name: String) throws {
    let complaints = try Workbench(catalogues: [name: "url = \"https://a.example/\""]).complaints()
    #expect(complaints.count == 1 && complaints[0].contains("NAME.toml"))
  }
}
