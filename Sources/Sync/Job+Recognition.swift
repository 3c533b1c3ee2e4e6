import CatalogueFormats
import Library
import Transfer

extension Job {
  /// Finds out the format where the configuration says `auto`: as it was found out before, or from the answer, which is
  /// kept for the run. Says how the run ended if that failed.
  mutating func recognise() -> CatalogueRun.Ending? {
    guard settings.harvest.isAutomatic else { return nil }
    if let found = known.takenFor, found.url == settings.harvest.url {
      takenFor = found
      settings.harvest.format = found.format
      return nil
    }
    let incoming = Incoming(
      runner.engine.start(
        TransferRequest(url: settings.harvest.url, allowsFile: settings.harvest.url.hasPrefix("file:")),
        settings.transfer), url: settings.harvest.url)
    monitor.cancelBy(incoming.cancel)
    defer { monitor.cancelBy(nil) }
    do throws(TransferError) {
      let (response, start) = try monitor.waiting { () throws(TransferError) in
        (try incoming.response(), try incoming.peek(AnswerSample.limit))
      }
      guard let guess = FormatGuess(AnswerSample(contentType: response.contentType, bytes: start)) else {
        return refusal(response, start, incoming)
      }
      takenFor = TakenFor(format: guess.format, url: settings.harvest.url)
      settings.harvest.format = guess.format
      opening = incoming
      runner.tell(.recognised(catalogue: settings.name, format: guess.format, words: guess.words))
      return nil
    } catch {
      if error.kind == .cancelled { return .stopped }
      let fault = HarvestFault(.transfer(status: nil), error.message)
      if let wait = error.retryAfter { return .postponed(wait, fault) }
      return .brokenOff(fault)
    }
  }

  private func refusal(_ response: TransferResponse, _ start: [UInt8], _ incoming: Incoming)
    -> CatalogueRun.Ending
  {
    incoming.cancel()
    if let refusal = FormatGuess.refusal(status: response.status, start) {
      let fault = settings.transfer.credentials.withoutKey(refusal)
      if response.status != 200, let wait = response.retryAfter { return .postponed(wait, fault) }
      return .brokenOff(fault)
    }
    let known = CatalogueFormat.registry.map(\.name).joined(separator: ", ")
    return .brokenOff(
      HarvestFault(
        .notData,
        "the format cannot be told from the answer (\(response.contentType.map(clean) ?? "without a content type")): "
          + "write format = \"…\" into the catalogue's file (known: \(known))"))
  }

  private func clean(_ text: String) -> String {
    String(decoding: text.utf8.prefix(100).filter { $0 >= 0x20 && $0 != 0x7f }, as: UTF8.self)
  }
}
