import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("A page that its site lists by https now") struct IdentitiesTests {
  private let old = "http://institute.example/reports/1"
  private let new = "https://www.institute.example/reports/1"

  private func note(_ address: String) -> PageNote {
    PageNote(address: address, lastmod: "", identifier: old, kind: PageNote.report, version: 1)
  }

  private func settle(
    _ identities: inout Identities, _ address: String, knownAt known: String?, _ title: String,
    canonical: String? = nil, isDistrusted: Bool = false, isLast: Bool = false
  ) throws -> Identities.Known {
    let settled = try settled(
      &identities, address, knownAt: known, title, canonical, isDistrusted, isLast)
    guard case .known(let known) = settled else {
      Issue.record("it waits: \(settled)")
      throw PageFault()
    }
    return known
  }

  private struct PageFault: Error {}

  private func settled(
    _ identities: inout Identities, _ address: String, knownAt known: String?, _ title: String,
    _ canonical: String? = nil, _ isDistrusted: Bool = false, _ isLast: Bool = false
  ) throws -> Identities.Settled {
    var page = SiteHarvest.PageRequest(
      entry: PageEntry(address: address), known: known.map(note), conditional: false)
    page.isDistrusted = isDistrusted
    return identities.settle(
      page, at: try #require(PageAddress(address)), canonical: canonical ?? address,
      SaidByPage(Report(title: title), at: address), isLast: isLast, mayWait: true)
  }

  @Test("is the record that it was") func isTheSame() throws {
    #expect(PageAddress(new)?.siblings.contains(old) == true)
    #expect(PageAddress(old)?.siblings.contains(old) == false)
    var identities = Identities()
    let settled = try settle(&identities, new, knownAt: old, "Dikes")
    #expect(settled.identifier == old && !settled.isDistrusted && settled.again == nil)
  }

  @Test("is one of its own where the record is there, and as it was") func isAnother() throws {
    var identities = Identities()
    identities.keep(old)
    #expect(try settle(&identities, new, knownAt: old, "Locks").identifier == new)
  }

  @Test("differs from one with the same title and another DOI") func differsByIdentifier() {
    func facts(_ doi: String?) -> ComparedFacts {
      ComparedFacts(
        Report(title: "Annual report", identifiers: doi.map { [Identifier(scheme: .doi, value: $0)] } ?? []))
    }
    #expect(!facts("10.5555/1").agree(facts("10.5555/2")))
    #expect(facts("10.5555/1").agree(facts("10.5555/1")) && facts("10.5555/1").agree(facts(nil)))
  }

  @Test("is one of its own where another says what is in the record, whichever comes first")
  func isNotItsOwn() throws {
    var identities = Identities()
    #expect(try settle(&identities, old, knownAt: old, "Dikes").identifier == old)
    #expect(try settle(&identities, new, knownAt: old, "Locks").identifier == new)

    identities = Identities()
    #expect(try settle(&identities, new, knownAt: old, "Locks").identifier == old)
    #expect(identities.isTaken(old, besides: old))
    let owner = try settle(&identities, old, knownAt: old, "Dikes")
    #expect(owner.identifier == old && owner.again?.entry.address == new)
    #expect(try settle(&identities, new, knownAt: old, "Locks", isDistrusted: true).identifier == new)
  }

  @Test("waits for the page whose name it would have, where a list names that one")
  func waits() throws {
    var identities = Identities()
    identities.listed.add(old)
    guard case .behind(owner: nil) = try settled(&identities, new, knownAt: old, "Locks") else {
      return #expect(Bool(false), "it does not wait")
    }
    #expect(try settle(&identities, old, knownAt: old, "Dikes").identifier == old)
    #expect(try settle(&identities, new, knownAt: old, "Locks", isLast: true).identifier == new)

    // It is the same page, or that one is gone.
    identities = Identities()
    identities.listed.add(old)
    #expect(try settle(&identities, old, knownAt: old, "Dikes").identifier == old)
    #expect(try settle(&identities, new, knownAt: old, "Dikes").identifier == old)
    identities = Identities()
    identities.listed.add(old)
    #expect(try settle(&identities, new, knownAt: old, "Dikes", isLast: true).identifier == old)
  }

  @Test("never goes by the name of a listed page that could not be had, unless it did before")
  func ownerIsAway() throws {
    let print = "http://institute.example/print/1"
    var identities = Identities()
    identities.listed.add(old)
    let settled = try settle(&identities, print, knownAt: nil, "Dikes", canonical: old, isLast: true)
    #expect(settled.identifier == print && settled.isDistrusted)
  }
}
