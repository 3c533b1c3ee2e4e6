import Catalogue
import ControlAPI
import ControlClient
import Glibc

extension Command {
  static let export = Command(
    name: "export", takes: [.any(.file("WORD|FILE"), upTo: SearchLimits.words)],
    help:
      "Streams all reports, or those that are found, in a format that others take; or writes what persons decided.",
    details: """
      --format writes the reports that the WORDs find (as search reads them), or all of them, to standard output:
        jsonl     one JSON object a line, as the API says it; leaves nothing out
        ris       for EndNote, RefWorks, Zotero and Mendeley
        bibtex    for BibTeX and Biber
        csl-json  for citation processors
        kbart     for link resolvers and discovery systems (KBART Phase II)
        csv       a table with a row for each report
        marcxml   for library systems (MARC 21)
        oai-dc    Dublin Core, as a harvester saves a ListRecords answer

      When all of it has come, the number of the last change that it goes up to is said on standard error. --since takes
      it, and writes only what has changed from there on, so that an export can be repeated at little cost; what was
      being changed comes again. Which reports are gone since then is told in jsonl, csv, marcxml and oai-dc; with WORDs
      also those that changed and are not found by them now, whether they were before or not. An export that breaks off
      ends with status 1, and is not whole: ask again with the --since that it had.

      What a format has no place for is left out: rights, access, affiliations, who edited a chapter alone, and all series,
      types, DOIs, addresses and full texts but the first in ris, bibtex and csl-json, all ISBNs, numbers and languages but
      the first in the latter two, contributors other than authors, editors and translators in the former two; contents and
      affiliations in csv and oai-dc; all DOIs, handles and addresses but the first, and ARKs in csv; nearly all but titles
      in kbart. In csv, several values stand in one cell, parted by "; ", and one that holds a semicolon itself in quotation
      marks.

      --sections lets the entries of a report's contents follow it, as chapters of their own, in ris, bibtex and
      csl-json; jsonl, and marcxml in a note, have them anyway. Read as a catalogue, they are the contents again.

      --edits writes what persons decided, for another store to take (import): one JSON object a line
      (application/x-ndjson), in the order of the decisions, those that were taken back included. Records are named by
      catalogue and the upstream's identifier. Without FILE, or with -, it goes to standard output.

      A FILE bears its name only once all of it is on the disk.
      """,
    options: [
      Option(
        "--format", .words(RecordFormat.exported.map(\.rawValue)), help: "reports, in this format"),
      Option("--edits", help: "edits, joins, pins, and all other decisions"),
      Option(
        "--since", .text("NUMBER"),
        help: "only what has changed since this change (or a day, a moment or run:N, as changes takes them)"),
      Option("--sections", help: "each report's chapters behind it (ris, bibtex, csl-json)"),
      Option("--output", .file("FILE"), help: "where reports go, in place of standard output"),
      Option("--force", help: "replace FILE if it is there"),
    ],
    choices: [.oneOf("--format", "--edits")],
    examples: [
      "cataloguectl export --format kbart >list.txt",
      "cataloguectl export water treaties --format ris --output water.ris",
      "cataloguectl export --format jsonl --since 20431 | jq .number",
      "cataloguectl export --edits edits.ndjson", "cataloguectl export --edits | gzip >edits.gz",
    ]
  ) { context throws(Failure) in
    context.has("--edits") ? try exportEdits(context) : try exportReports(context)
  }

  private static func exportEdits(_ context: Context) throws(Failure) -> ExitCode {
    for option in ["--since", "--sections", "--output"] where context.has(option) {
      throw Failure(code: .usage, message: "\(option) is of --format")
    }
    guard context.words.count < 2 else {
      throw Failure(code: .usage, message: "“\(context.words[1])” is one word too many: --edits takes a file")
    }
    guard let path = context.words.first, path != "-" else {
      _ = try eachDecision(context) { (line) throws(Failure) in Screen.write(line) }
      return .done
    }
    let file = try WholeFile("export", path, mayReplace: context.has("--force"))
    let count = try eachDecision(context) { (line) throws(Failure) in try file.write(line) }
    try file.finish()
    if context.wantsJSON {
      Screen.write((try? JSON.encode(["decisions": count])).map { $0 + [0x0A] } ?? [])
    } else {
      context.screen.say("\(counted(count, "decision")) in \(path)")
    }
    return .done
  }

  /// Gives each decision as a line, as the daemon wrote it; says how many there were.
  private static func eachDecision(_ context: Context, _ body: ([UInt8]) throws(Failure) -> Void)
    throws(Failure) -> Int
  {
    var count = 0
    var cursor = ""
    while true {
      let piece = try context.get(
        Listing<JSONValue>.self, "decisions/export?limit=\(DecisionLines.mostInPiece)\(cursor)")
      for item in piece.items {
        guard let line = try? JSON.encode(item) else { continue }
        try body(line + [0x0A])
      }
      count += piece.items.count
      guard let next = piece.next else { return count }
      cursor = "&cursor=" + ControlClient.encode(next)
    }
  }
}
