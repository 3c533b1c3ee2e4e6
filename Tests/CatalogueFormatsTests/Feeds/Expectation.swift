import Catalogue
import Foundation

@testable import CatalogueFormats

/// The `Expect:` line of a file of feedparser's corpus: comparisons joined by "and", as far as they say what a report
/// can hold.
struct Expectation {
  enum Subject: String, CaseIterable {
    case title = "titles"
    case link = "links"
    case identifier = "identifiers"
    case date = "dates"
    case author = "authors"
    case summary = "summaries"
    case rights
    case subject = "subjects"
    case language = "languages"
    case kind = "kinds"
    case publisher = "publishers"
    /// What a report does not hold: addresses of authors, types and bases of texts, sources, geography …
    case other = "not of a report"
  }

  enum Literal: Equatable {
    case text(String)
    case date(Int, Int, Int)
    case none
    case unread(String)
  }

  struct Comparison {
    /// The number of the entry, or nil for the feed itself.
    var entry: Int?
    var path: [String]
    var wanted: Literal
    var subject: Subject
  }

  var comparisons: [Comparison] = []
  /// Whether there was anything that is not understood.
  var isUnread = false

  init(_ line: String) {
    for part in Self.split(line, at: " and ") {
      let sides = Self.split(Self.bare(part), at: " == ").map(Self.bare)
      if ["not bozo", "bozo", "1"].contains(sides[0]) { continue }
      guard sides.count >= 2, let literal = Self.literal(sides[sides.count - 1]) else {
        isUnread = true
        continue
      }
      for side in sides.dropLast() {
        guard let (entry, path) = Self.path(side) else {
          isUnread = true
          continue
        }
        comparisons.append(
          Comparison(entry: entry, path: path, wanted: literal, subject: Self.subject(path, literal)))
      }
    }
  }

  /// What a path is about.
  private static func subject(_ path: [String], _ literal: Literal) -> Subject {
    switch (path.first ?? "", path.last ?? "") {
    case ("source", _), (_, "email"), (_, "base"), (_, "type"), (_, "length"), (_, "rel"), (_, "hreflang"):
      .other
    case (_, "language"): .language
    case ("version", _): .kind
    case ("title", "title"), ("title_detail", "value"): .title
    case ("link", "link"), ("links", "href"), ("enclosures", "url"): .link
    case ("content", "src"): .link
    case ("id", "id"): .identifier
    case ("author", _), ("author_detail", "name"), ("authors", "name"), ("contributors", "name"): .author
    case ("updated", _), ("updated_parsed", _), ("published_parsed", _), ("published", _), ("created", _),
      ("created_parsed", _), ("date", _), ("date_parsed", _), ("modified_parsed", _), ("issued_parsed", _):
      .date
    case ("summary", _), ("summary_detail", "value"), ("description", _), ("content", "value"),
      ("tagline", _),
      ("tagline_detail", "value"), ("subtitle", _), ("subtitle_detail", "value"), ("info", _),
      ("info_detail", "value"):
      .summary
    case ("rights", _), ("rights_detail", "value"), ("copyright", _), ("copyright_detail", "value"),
      ("license", _):
      .rights
    case ("category", _), ("tags", "term"), ("tags", "label"): .subject
    case ("publisher_detail", "name"), ("publisher", _): .publisher
    default: .other
    }
  }

  // MARK: Python

  /// Parts between `separator` outside of texts and brackets.
  private static func split(_ text: String, at separator: String) -> [String] {
    var parts: [String] = [""]
    var quote: Character?
    var depth = 0
    var rest = text[...]
    while let character = rest.first {
      if quote == nil, depth == 0, rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
        continue
      }
      rest = rest.dropFirst()
      parts[parts.count - 1].append(character)
      if let open = quote {
        if character == "\\", let next = rest.first {
          parts[parts.count - 1].append(next)
          rest = rest.dropFirst()
        }
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if "([{".contains(character) {
        depth += 1
      } else if ")]}".contains(character) {
        depth -= 1
      }
    }
    return parts
  }

  private static func bare(_ text: String) -> String {
    var text = text.trimmingCharacters(in: .whitespaces)
    while text.hasPrefix("("), text.hasSuffix(")"), text.contains("==") {
      text = String(text.dropFirst().dropLast()).trimmingCharacters(in: .whitespaces)
    }
    return text
  }

  private static func literal(_ printed: String) -> Literal? {
    if printed == "None" { return Literal.none }
    let text = printed.hasPrefix("u'") || printed.hasPrefix("u\"") ? String(printed.dropFirst()) : printed
    if let quote = text.first, quote == "'" || quote == "\"", text.last == quote, text.count >= 2 {
      return .text(unescaped(text.dropFirst().dropLast()))
    }
    if text.hasPrefix("(") {
      let numbers = text.dropFirst().dropLast().split(separator: ",").compactMap {
        Int($0.trimmingCharacters(in: .whitespaces))
      }
      return numbers.count == 9 ? .date(numbers[0], numbers[1], numbers[2]) : nil
    }
    if text.hasPrefix("{") || Int(text) != nil { return .unread(text) }
    return nil
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let kind = rest.popFirst() else {
        result.append(scalar)
        continue
      }
      switch kind {
      case "x", "u", "U":
        let count = kind == "x" ? 2 : kind == "u" ? 4 : 8
        let digits = String(String.UnicodeScalarView(rest.prefix(count)))
        rest = rest.dropFirst(count)
        if let value = UInt32(digits, radix: 16), let found = Unicode.Scalar(value) { result.append(found) }
      case "n": result.append("\n")
      case "t": result.append("\t")
      default: result.append(kind)
      }
    }
    return String(result)
  }

  /// `entries[0]['title_detail']['value']`, `entries[0].link`, `feed['title']`, `version`.
  private static func path(_ printed: String) -> (entry: Int?, path: [String])? {
    if printed == "version" || printed == "encoding" { return (nil, [printed]) }
    guard printed.hasPrefix("entries[") || printed.hasPrefix("feed[") || printed.hasPrefix("feed."),
      !printed.contains("("), !printed.contains(" ")
    else { return nil }
    let words = printed.split { "[].'\"".contains($0) }.map(String.init)
    let isEntry = words[0] == "entries"
    guard !isEntry || words.count > 2 else { return nil }
    let keys = words.dropFirst(isEntry ? 2 : 1).filter { Int($0) == nil }
    return (isEntry ? Int(words[1]) : nil, Array(keys))
  }
}

extension Expectation.Comparison {
  /// Whether what we read says the same. Texts are compared without markup, dates by the coarser precision.
  func agrees(_ report: Report, identifier: String?, kind: String) -> Bool {
    switch (subject, wanted) {
    case (.other, _): true
    case (.date, .date(let year, let month, let day)): agrees(report.published, year, month, day)
    case (.date, .text(let text)):
      FeedDate.parse(text).map { agrees(report.published, $0.year, $0.month ?? 1, $0.day ?? 1) } ?? false
    case (.language, .none): report.languages.isEmpty
    case (_, .text(let text)):
      held(report, identifier, kind).contains { !Self.forms($0).isDisjoint(with: Self.forms(text)) }
    default: false
    }
  }

  private func agrees(_ date: PartialDate?, _ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard let date else { return false }
    return date.year == year && (date.month ?? month) == month && (date.day ?? day) == day
  }

  private func held(_ report: Report, _ identifier: String?, _ kind: String) -> [String] {
    switch subject {
    case .title: [report.title]
    case .link: report.links.map(\.url) + report.rights
    case .identifier: [identifier ?? ""]
    case .author: report.contributors.map(\.name.printed)
    case .summary: [report.abstract ?? ""]
    case .rights: report.rights
    case .subject: report.subjects
    case .language: report.languages
    case .kind: [kind]
    case .publisher: [report.publisher ?? ""]
    case .date, .other: []
    }
  }

  /// The text as it stands, and without markup; white space and addresses of authors do not count.
  private static func forms(_ text: String) -> Set<String> {
    let plain = text.replacing(#/<!?\/?[A-Za-z][^>]*>?/#, with: " ").replacingOccurrences(
      of: "&lt;", with: "<"
    )
    .replacingOccurrences(of: "&gt;", with: ">").replacingOccurrences(of: "&amp;", with: "&")
    let names = [
      "rss20": "RSS 2.0", "atom10": "Atom 1.0", "atom03": "Atom 0.3", "rss10": "RSS 1.0",
      "rss091u": "RSS 0.91",
      "rss092": "RSS 0.92", "rss091n": "RSS 0.91",
    ]
    return Set(
      [text, plain, FeedPerson.name(text), names[text] ?? text].map {
        $0.split(whereSeparator: \.isWhitespace).joined().lowercased()
      })
  }
}
