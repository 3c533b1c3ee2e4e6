import Testing

@testable import cataloguectl

@Suite("What of two texts differs, by words")
struct WordDiffTests {
  @Test(
    "is marked with [-…-] and {+…+} where there is no colour",
    arguments: [
      ("The dikes of the delta", "The dikes of the delta", "The dikes of the delta"),
      ("The dikes of the delta", "The dams of the delta", "The [-dikes-] {+dams+} of the delta"),
      ("The dikes of the delta", "Dikes of the delta", "[-The dikes-]{+Dikes+} of the delta"),
      ("Dikes", "Dikes and dams", "Dikes {+and dams+}"),
      ("The dikes", "dikes", "[-The-] dikes"),
      ("dikes", "The dikes", "{+The+} dikes"),
      ("a b c d e", "a c b d f", "a [-b-] c {+b+} d [-e-] {+f+}"),
      ("", "Dikes", "{+Dikes+}"),
      ("Dikes", "", "[-Dikes-]"),
      ("三角洲的堤防", "三角洲的水坝", "三角洲的[-堤防-]{+水坝+}"),
      ("De Nederlandse dijken", "De  Nederlandse  dijken", "De  Nederlandse  dijken"),
    ])
  func marks(_ old: String, _ new: String, _ marked: String) {
    #expect(Line(WordDiff(old, new), hasColour: false).plain == marked)
  }

  @Test("is marked by colour where there is, and the space between words is not")
  func colours() {
    let line = Line(WordDiff("The dikes of the delta", "The dams of the delta"), hasColour: true)
    #expect(
      Screen(width: 80, hasColour: true).render(line)
        == "The \u{1b}[9;31mdikes\u{1b}[0m \u{1b}[32mdams\u{1b}[0m of the delta")
  }

  @Test("leads back to both texts, whatever they are")
  func loses() {
    let words = ["a", "b", "c", "堤", "防", "d"]
    var seed: UInt64 = 7
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    for _ in 0..<500 {
      let texts = (0..<2).map { _ in
        (0..<next(12)).map { _ in words[next(words.count)] }.joined(separator: " ")
      }
      let parts = WordDiff(texts[0], texts[1]).parts
      func side(_ isOld: Bool) -> String {
        parts.map { part in
          switch part {
          case .same(let text): text
          case .removed(let text): isOld ? text : ""
          case .added(let text): isOld ? "" : text
          }
        }.joined().filter { $0 != " " }
      }
      #expect(side(true) == texts[0].filter { $0 != " " } && side(false) == texts[1].filter { $0 != " " })
    }
  }

  @Test("of very long texts, the middle counts as different altogether")
  func long() {
    let old = (0..<3000).map { "a\($0)" }.joined(separator: " ")
    let new = (0..<3000).map { "b\($0)" }.joined(separator: " ")
    #expect(WordDiff("same \(old) end", "same \(new) end").parts.count == 4)
  }
}
