/// A body as its reader gets it: codings undone, counted against the limit.
struct Body {
  private enum State {
    case unopened
    case open(any ByteSource)
    case over(TransferError?)
  }
  private let answer: any Answer
  /// The most bytes that any stage of decoding may give.
  private let limit: Int
  private var state = State.unopened

  init(_ answer: any Answer, limit: Int) {
    self.answer = answer
    self.limit = max(limit, 0)
  }

  mutating func next() -> Result<[UInt8]?, TransferError> {
    do throws(TransferError) {
      let source: any ByteSource
      switch state {
      case .over(nil): return .success(nil)
      case .over(let failure?): return .failure(failure)
      case .open(let opened): source = opened
      case .unopened: source = try open()
      }
      state = .open(source)
      let bytes = try source.next()
      if bytes == nil { state = .over(nil) }
      return .success(bytes)
    } catch {
      // Nobody will read on: the rest need not be sent.
      state = .over(error)
      answer.cancel()
      return .failure(error)
    }
  }

  private func open() throws(TransferError) -> any ByteSource {
    let head = try answer.head().get()
    let address = WebAddress.shown(head.effectiveURL)
    // A coding may add a little to what cannot be compressed; more is not the body, but something endless behind it.
    let rawLimit = limit.addingReportingOverflow(limit / 64 + 65536)
    let raw = AnswerSource(answer, limit: rawLimit.overflow ? .max : rawLimit.partialValue, address: address)
    if head.status != 304, let announced = head.headers.last(where: { $0.name == "content-length" }),
      let length = Int(announced.value), length > raw.limit
    {
      throw .tooLarge(address, limit: limit)
    }
    let codings = try ContentCoding.codings(of: head, address)
    var source: any ByteSource = raw
    for coding in codings.reversed() {
      source = DecodingSource(
        source, coding.decoder(), named: coding.rawValue, limit: limit, address: address)
    }
    // Also below a coding: a stored `.gz` that the server compresses once more.
    return try Sniffing.undoingUnannouncedGzip(
      source, rawLimit: codings.isEmpty ? raw.limit : limit, limit: limit, address: address)
  }
}
