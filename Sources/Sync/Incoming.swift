import Transfer

/// An answer on its way in, of which the beginning may have been read already (to find out its format).
final class Incoming {
  let url: String
  private let transfer: Transfer
  private var head: TransferResponse?
  private var pieces: ArraySlice<[UInt8]> = []

  init(_ transfer: Transfer, url: String) {
    self.transfer = transfer
    self.url = url
  }

  func response() throws(TransferError) -> TransferResponse {
    if let head { return head }
    let response = try transfer.response()
    head = response
    return response
  }

  func read() throws(TransferError) -> [UInt8]? {
    if let piece = pieces.popFirst() { return piece }
    return try transfer.read()
  }

  /// The first `count` bytes, or all where there are fewer. `read` gives them again.
  func peek(_ count: Int) throws(TransferError) -> [UInt8] {
    var size = pieces.reduce(0) { $0 + $1.count }
    while size < count, let piece = try transfer.read() {
      pieces.append(piece)
      size += piece.count
    }
    return Array(pieces.joined().prefix(count))
  }

  /// Ends it, from any thread.
  var cancel: @Sendable () -> Void {
    let transfer = transfer
    return { transfer.cancel() }
  }
}
