import Catalogue
import CatalogueFormats

/// The beginning of a catalogue, as a run would read it: its first reports, and what it says of itself.
struct Sampling {
  var reports: [Report] = []
  /// How many records came, and how many of those that were looked at were unreadable, or deleted.
  var heard = 0
  var unreadable = 0
  var deleted = 0
  /// The pages that lists named, as far as they were read.
  var listed: [String] = []
  var facts: ListFacts
  /// Whether the list was heard to its end.
  var isWhole = false
  /// Why it went no further.
  var fault: HarvestFault?
  /// Whether that is because the probe has cost what it may.
  var isSpent = false
}

/// Holds a format's own conversation with an upstream until enough has been heard.
struct Sampler {
  let visitor: Visitor
  /// How many reports are enough; with none, only lists of pages are read.
  var reports: Int
  /// How many requests of the conversation are made at most.
  var requests = 12

  /// So many records are parsed at most, so many addresses of pages noted, and so many bytes of an answer are heard for
  /// how it goes on, once there are reports enough.
  private static let limits = (records: 200, listed: 50_000, bytes: 4 << 20)

  func sample(_ settings: HarvestSettings) -> Sampling? {
    guard let format = CatalogueFormat.named(settings.format) else { return nil }
    var harvest = format.begin(settings, .full)
    let parser = format.parser(settings)
    var sampling = Sampling(facts: harvest.facts)
    var made = 0
    loop: while true {
      switch harvest.next() {
      case .ended(.whole):
        sampling.isWhole = true
        break loop
      case .ended(.brokenOff(let fault)):
        sampling.fault = fault
        break loop
      case .recall(let addresses, inFull: true):
        _ = harvest.recalled(addresses.map { _ in Recollection() })
      case .recall(let addresses, inFull: false):
        sampling.listed += addresses.prefix(Self.limits.listed - sampling.listed.count)
        guard sampling.listed.count < Self.limits.listed else { break loop }
        _ = harvest.recalled(addresses.map { _ in Recollection() })
      case .request(let request):
        guard made < requests else { break loop }
        made += 1
        switch hear(request, &harvest, parser, &sampling) {
        case nil: break
        case .enough: break loop
        case .spent(let why):
          sampling.isSpent = true
          sampling.fault = HarvestFault(.transfer(status: nil), why)
          break loop
        case .fault(let fault):
          // Nothing is asked twice: who wants to be asked again later is told so.
          guard case .goOn = harvest.failed(fault, attempt: 1) else {
            sampling.fault = fault
            break loop
          }
        }
      }
    }
    sampling.facts = harvest.facts
    return sampling
  }

  private enum Interruption {
    case enough
    case spent(String)
    case fault(HarvestFault)
  }

  /// Hears one answer. Nil where the conversation goes on.
  private func hear(
    _ request: HarvestRequest, _ harvest: inout any Harvest, _ parser: any RecordParser,
    _ sampling: inout Sampling
  ) -> Interruption? {
    do throws(Visitor.Refusal) {
      let answer = try visitor.visit(request)
      var records: [RecordBytes] = []
      do throws(HarvestFault) { try harvest.begin(AnswerHead(answer.response)) } catch {
        return .fault(error)
      }
      var number = 0
      var size = 0
      while let piece = try visitor.piece(number, of: answer) {
        number += 1
        size += piece.count
        let fed: Result<Void, HarvestFault> = piece.withUnsafeBytes { buffer in
          do throws(HarvestFault) {
            try harvest.feed(buffer) { records.append($0) }
            return .success(())
          } catch { return .failure(error) }
        }
        if case .failure(let fault) = fed { return .fault(fault) }
        if take(&records, parser, &sampling), size > Self.limits.bytes { return .enough }
      }
      do throws(HarvestFault) {
        _ = try harvest.end { records.append($0) }
      } catch {
        return take(&records, parser, &sampling) ? .enough : .fault(error)
      }
      return take(&records, parser, &sampling) ? .enough : nil
    } catch {
      switch error {
      case .spent(let why): return .spent(why)
      case .refused(let why): return .fault(HarvestFault(.notData, why))
      case .transfer(let error):
        return .fault(HarvestFault(.transfer(status: error.kind == .tooLarge ? 413 : nil), error.reason))
      }
    }
  }

  /// Reads what came, and says whether that is enough.
  private func take(_ records: inout [RecordBytes], _ parser: any RecordParser, _ sampling: inout Sampling)
    -> Bool
  {
    var repairs: [String: Int] = [:]
    sampling.heard += records.count
    for record in records where sampling.reports.count < reports {
      guard sampling.unreadable + sampling.deleted < Self.limits.records else { break }
      let statement =
        record.statement ?? (try? parser.parse(record.bytes, context: record.context, repairs: &repairs))
      switch statement?.state {
      case .live(let report): sampling.reports.append(report)
      case .deleted: sampling.deleted += 1
      default: sampling.unreadable += 1
      }
    }
    records = []
    return reports > 0
      && (sampling.reports.count >= reports
        || sampling.unreadable + sampling.deleted >= Self.limits.records)
  }
}
