import Catalogue
import ControlAPI
import ControlServer
import Library

/// Decisions that are carried from one store to another.
extension DaemonService {
  func exportDecisions(limit: Int, cursor: String?) throws(Problem) -> Listing<PortableDecisionInfo> {
    let list = ListMark(.exportDecisions)
    let after = try place(cursor, of: list) ?? 0
    let page = try asking { () throws(LibraryError) in
      try library.portableDecisions(after: after, limit: limit)
    }
    return Listing(
      items: page.items.compactMap { try? JSON.decode(PortableDecisionInfo.self, from: JSON.encode($0)) },
      next: page.next.map { list.cursor("\($0)") })
  }

  func importDecisions(_ request: ImportRequest, by peer: Peer) throws(Problem) -> ImportAnswer {
    var numbers: [Int64: Int64] = [:]
    for (there, here) in request.numbers { if let number = Int64(there) { numbers[number] = here } }
    var refused: [ImportAnswer.Refusal] = []
    var decisions: [PortableDecision] = []
    for decision in request.decisions {
      if let readable = Self.readable(decision) {
        decisions.append(readable)
      } else {
        refused.append(
          ImportAnswer.Refusal(number: decision.number, why: "this release cannot read what it decides"))
      }
    }
    let (taken, known) = (decisions, numbers)
    let result = try asking { () throws(LibraryError) in
      try library.take(taken, from: User.name(peer.user), numbers: known)
    }
    refused += result.refused.map { ImportAnswer.Refusal(number: $0.key, why: $0.value) }
    log.write(
      .warning,
      "user \(peer.user) imported \(counted(result.added, "decision")); \(result.known) were here already, "
        + "\(refused.count) were refused")
    return ImportAnswer(
      numbers: Dictionary(uniqueKeysWithValues: result.numbers.map { ("\($0.key)", $0.value) }),
      added: result.added, known: result.known, refused: refused.sorted { $0.number < $1.number })
  }

  /// The decision as the library has it.
  private static func readable(_ decision: PortableDecisionInfo) -> PortableDecision? {
    try? JSON.decode(PortableDecision.self, from: JSON.encode(decision))
  }
}
