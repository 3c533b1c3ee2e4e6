import Testing

@testable import Reconciliation

@Suite("Rule 8: when a run must be full")
struct Rule8Tests {
  static let settings = ArrivalSettings(fullEvery: 1000)
  static let last = LastClose(scope: "s", responseDate: at(50), lastFull: 40)

  @Test("none has closed, or the last left no date to begin from")
  func first() {
    let dateless = LastClose(scope: "s", responseDate: nil, lastFull: 40)
    for last in [nil, dateless] { #expect(required(last) == .first) }
  }

  @Test(arguments: [("s", nil), ("t", FullRunReason.scopeChanged), ("", .scopeChanged)])
  func scope(_ scope: String, _ reason: FullRunReason?) { #expect(required(scope: scope) == reason) }

  @Test(arguments: [(nil, nil), (51, nil), (50, nil), (49, .clockWentBack)] as [(Int64?, FullRunReason?)])
  func responseDate(_ answered: Int64?, _ reason: FullRunReason?) {
    #expect(required(answered: answered) == reason)
  }

  /// Whether tombstones are promised, and now.
  @Test(
    arguments: [(false, 1039, nil), (false, 1040, .due), (true, 1040, nil), (true, 1 << 40, nil)]
      as [(Bool, Int64, FullRunReason?)])
  func due(_ tombstones: Bool, _ now: Int64, _ reason: FullRunReason?) {
    #expect(required(tombstones: tombstones, now: now) == reason)
  }

  private func required(
    _ last: LastClose? = last, scope: String = "s", answered: Int64? = nil, tombstones: Bool = false,
    now: Int64 = 60
  ) -> FullRunReason? {
    .required(
      last: last, scope: scope, responseDate: at(answered), promisesTombstones: tombstones, now: now,
      settings: Self.settings)
  }
}
