import CatalogueFormats
import Threads
import Transfer

/// Makes a probe's requests, one at a time, by the product's own transfer: counted, within the time, and none that was
/// read to its end twice. Used by one thread.
final class Visitor {
  /// Why a request was not made, or not answered.
  enum Refusal: Error {
    /// The probe has cost what it may, or nobody waits for it any more.
    case spent(String)
    /// robots.txt refuses it (RFC 9309).
    case refused(String)
    case transfer(TransferError)
  }

  private let engine: TransferEngine
  private let settings: ProbeSettings
  /// What a person named: a public one leads to no private address.
  private let origin: String
  private let isAwaited: () -> Bool
  private let end: Double
  private var answers: [String: VisitedAnswer] = [:]
  /// The answer that was asked for last: until it is whole, its host is kept busy.
  private var latest: (url: String, answer: VisitedAnswer)?
  private(set) var requests = 0
  private var bytes = 0
  private var robots: [String: RobotsRules] = [:]

  init(_ engine: TransferEngine, _ settings: ProbeSettings, origin: String, _ isAwaited: @escaping () -> Bool)
  {
    self.engine = engine
    self.settings = settings
    self.origin = origin
    self.isAwaited = isAwaited
    end = monotonicSeconds() + settings.time
  }

  /// What was asked before is answered from memory. robots.txt has a say in each address, also where a redirect leads.
  func visit(_ request: HarvestRequest) throws(Refusal) -> VisitedAnswer {
    var request = request
    for _ in 0...settings.transfer.maxRedirects {
      try checkRobots(request.url)
      let answer = try ask(request)
      guard request.followsRedirects, let target = AnswerHead(answer.response).redirect else { return answer }
      answer.leave()
      request.url = target
    }
    throw .transfer(.tooManyRedirects(request.url, limit: settings.transfer.maxRedirects))
  }

  private func checkRobots(_ url: String) throws(Refusal) {
    guard let address = PageAddress(url), address.path != "/robots.txt" else { return }
    if robots[address.origin] == nil {
      robots[address.origin] = RobotsRules.none  // for what it is redirected to
      let answer = try visit(
        HarvestRequest(url: address.origin + "/robots.txt", accept: "text/plain, */*;q=0.1"))
      let text = try start(of: answer, RobotsRules.limit)
      switch answer.response.status {
      case 200..<300: robots[address.origin] = RobotsRules(text)
      case 429, 500...: robots[address.origin] = RobotsRules.unreachable
      default: break
      }
    }
    guard robots[address.origin]?.allows(address.path) == false else { return }
    throw .refused("the address \(url) was not asked for: robots.txt refuses it, or cannot be had (RFC 9309)")
  }

  private func ask(_ request: HarvestRequest) throws(Refusal) -> VisitedAnswer {
    if let known = answers[request.url] { return known }
    leaveLatest()
    guard requests < settings.requests else {
      throw .spent("after \(settings.requests) requests no more are made")
    }
    let left = end - monotonicSeconds()
    guard left > 0 else { throw .spent("after \(Int(settings.time)) s nothing more is asked") }
    guard isAwaited() else { throw .spent("nobody waits for it any more") }
    requests += 1
    var terms = settings.transfer
    if let gap = request.gap { terms.gap = max(terms.gap, gap) }
    terms.timeout = max(1, min(terms.timeout, left))
    var asked = TransferRequest(
      url: request.url, accept: request.accept, origin: origin, staysPublic: settings.staysPublic)
    asked.followsRedirects = false
    let transfer = engine.start(asked, terms)
    do throws(TransferError) {
      let answer = VisitedAnswer(try transfer.response(), transfer)
      answers[request.url] = answer
      latest = (request.url, answer)
      return answer
    } catch { throw .transfer(error) }
  }

  /// A piece of an answer, from 0; nil behind its last.
  func piece(_ number: Int, of answer: VisitedAnswer) throws(Refusal) -> [UInt8]? {
    if number < answer.pieces.count { return answer.pieces[number] }
    guard bytes < settings.bytes else {
      throw .spent("after \(settings.bytes >> 20) MiB nothing more is read")
    }
    do throws(TransferError) {
      guard let piece = try answer.read() else { return nil }
      bytes += piece.count
      return piece
    } catch { throw .transfer(error) }
  }

  /// The first `count` bytes of an answer, or all where there are fewer. Of one that breaks off, what came.
  func start(of answer: VisitedAnswer, _ count: Int) throws(Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    var number = 0
    do throws(Refusal) {
      while bytes.count < count, let piece = try piece(number, of: answer) {
        bytes += piece.prefix(count - bytes.count)
        number += 1
      }
    } catch {
      guard case .transfer(let fault) = error, !bytes.isEmpty else { throw error }
      answer.fault = fault
    }
    return bytes
  }

  /// Gives up what is still coming: it would be asked for again.
  private func leaveLatest() {
    if let latest, !latest.answer.isWhole {
      latest.answer.leave()
      answers[latest.url] = nil
    }
    latest = nil
  }
}

/// An answer, read as far as anybody needed it.
final class VisitedAnswer {
  let response: TransferResponse
  private(set) var pieces: [[UInt8]] = []
  private(set) var isWhole = false
  /// Why it broke off.
  fileprivate(set) var fault: TransferError?
  private let transfer: Transfer

  init(_ response: TransferResponse, _ transfer: Transfer) {
    self.response = response
    self.transfer = transfer
  }

  fileprivate func read() throws(TransferError) -> [UInt8]? {
    guard !isWhole else { return nil }
    guard let piece = try transfer.read() else {
      isWhole = true
      return nil
    }
    pieces.append(piece)
    return piece
  }

  /// What is still coming is not read.
  fileprivate func leave() {
    isWhole = true
    transfer.cancel()
  }
}
