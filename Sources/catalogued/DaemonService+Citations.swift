import Catalogue
import Citations
import ControlAPI
import ControlServer
import Library
import Threads

/// Reports as reference managers, link resolvers and library systems take them.
extension DaemonService {
  func citation(of reference: String, _ request: CitationRequest) throws(Problem) -> [UInt8] {
    let found = try asking { () throws(LibraryError) in try library.report(reference) }.report
    var writer = request.format.writer(style: request.style, at: Timestamp(seconds: library.now()))
    return writer.document(try request.citations(of: found.number, found.report))
  }

  func export(_ request: ExportRequest) throws(Problem) -> SentPieces {
    let since = try request.since.map { (since) throws(Problem) in try change(before: since) }
    let export = try asking { () throws(LibraryError) in try library.export(request.query, since: since) }
    let upTo = export.upTo
    guard since.map({ $0 <= upTo }) ?? true else {
      throw Problem(
        status: 400, code: .badRequest,
        detail:
          "since is beyond the last change, \(upTo): the number is of another store, or of this one before it was "
          + "restored. Export all of it again.")
    }
    let writer = request.format.writer(at: Timestamp(seconds: library.now()))
    let writing = Monitor(Writing(export: export, writer: writer, sections: request.sections))
    let me = self
    return SentPieces(change: upTo) { () throws(Problem) -> [UInt8]? in
      let piece = writing.withLock { writing in
        Result { () throws(Problem) in
          try me.asking { () throws(LibraryError) in try writing.next() }
        }
      }
      return try piece.get()
    }
  }
}

/// An export on its way into a format.
private struct Writing {
  private enum Stage { case begins, goesOn, over }

  var export: ReportExport
  var writer: any ReportWriter
  /// Whether the entries of a report's contents follow it.
  let sections: Bool
  private var stage = Stage.begins

  init(export: ReportExport, writer: any ReportWriter, sections: Bool) {
    self.export = export
    self.writer = writer
    self.sections = sections
  }

  /// The next bytes, perhaps none; nil at the end.
  mutating func next() throws(LibraryError) -> [UInt8]? {
    var bytes: [UInt8] = []
    switch stage {
    case .begins:
      stage = .goesOn
      writer.begin(&bytes)
    case .goesOn:
      guard let items = try export.next() else {
        stage = .over
        writer.end(&bytes)
        break
      }
      bytes.reserveCapacity(256 << 10)
      for item in items {
        switch item {
        case .report(let row):
          writer.add(Citation(number: row.number, report: row.report), to: &bytes)
          for place in row.report.sections.indices where sections {
            writer.add(Citation(number: row.number, report: row.report, position: place + 1), to: &bytes)
          }
        case .withdrawn(let number):
          writer.add(gone: GoneReport(number: number, reason: .withdrawn), to: &bytes)
        case .unmatched(let number):
          writer.add(gone: GoneReport(number: number, reason: .unmatched), to: &bytes)
        case .removed(let number): writer.add(gone: GoneReport(number: number, reason: .removed), to: &bytes)
        }
      }
    case .over: return nil
    }
    return bytes
  }
}
