/// What an HTTP status without data means to a harvest (RFC 9110, 15), in words for a librarian.
enum HTTPRefusal {
  static func fault(_ status: Int) -> HarvestFault {
    let meaning =
      switch status {
      case 401, 407: "the server wants credentials"
      case 403: "the server refuses access"
      case 404: "there is nothing at the address; has it moved?"
      case 410: "gone for good; remove the catalogue, or give it another address"
      case 413: "the server finds the list too large"
      case 429, 503: "the server asks to wait"
      case 500...: "the server has a fault of its own"
      default: "the server does not answer with data"
      }
    return HarvestFault(.transfer(status: status), "HTTP status \(status): \(meaning)")
  }

  /// Whether the server only asks to wait: no fault of anybody.
  static func isFlowControl(_ fault: HarvestFault) -> Bool {
    fault.kind == .transfer(status: 429) || fault.kind == .transfer(status: 503)
  }

  /// Whether asking again cannot help.
  static func isFinal(_ fault: HarvestFault) -> Bool {
    guard case .transfer(let status?) = fault.kind else { return false }
    return [400, 401, 403, 404, 405, 407, 410, 422].contains(status)
  }
}
