/// What stands around an answer's items: totals, the way on, and what is wrong.
final class JSONEnvelope {
  private let document = JSONDocument()
  private let mapping: JSONMapping
  private let head: AnswerHead
  /// Why it cannot be read.
  let fault: JSONFault?

  init(_ bytes: [UInt8], _ head: AnswerHead, _ mapping: JSONMapping) {
    self.mapping = mapping
    self.head = head
    var repairs: [String: Int] = [:]
    let document = document
    fault = bytes.withUnsafeBufferPointer { document.read($0, repairs: &repairs) }
  }

  /// How many items the upstream says that the list has.
  var total: Int? {
    let text = mapping.totalHeader.map { head.values(of: $0).first } ?? first(of: mapping.total)
    return text.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Some servers leave an empty list out, or send null.
  var isEmptyList: Bool {
    guard let root = document.root, let pointer = JSONPointer(mapping.items) else { return false }
    return pointer.first(in: root)?.kind == .null || total == 0
  }

  /// The first text that one of the pointers leads to.
  func first(of pointers: [String]) -> String? {
    guard let root = document.root else { return nil }
    for pointer in pointers {
      for value in JSONPointer(pointer)?.values(in: root) ?? [] {
        if let text = value.text, !text.isEmpty { return text }
      }
    }
    return nil
  }

  /// What the upstream says is wrong, where APIs say it (RFC 9457's `detail` and `title` among the places).
  var errorMessage: String? { first(of: Self.messages).map { Printable.line($0) } }

  private static let messages = [
    "/detail", "/error/message", "/message", "/message/0/message", "/errors/0/detail", "/errors/0/title",
    "/errors/0/message", "/errors/0", "/error_description", "/error", "/title",
  ]
}
