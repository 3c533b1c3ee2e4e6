import CatalogueFormats

// Sites whose programs give what they hold as JSON, each kind of thing at an address of its own.

extension Exploration {
  /// WordPress keeps reports as posts, or as a type of its own: the types are asked for, and one that is called as reports
  /// are is taken before the posts.
  mutating func lookAtWordPress(_ page: Page, _ address: PageAddress) {
    let api = page.pointers.wordPress ?? address.origin + "/wp-json/"
    let root = (api.hasSuffix("/") ? api : api + "/") + "wp/v2/"
    guard let kinds = kinds(at: root + "types", ContentKinds.wordPress) else { return }
    let ofReports = kinds.filter {
      SiteSection.isNamedForReports($0.name) || SiteSection.isNamedForReports($0.path)
    }
    for kind in ofReports.prefix(2) {
      tryFormat("wordpress", root + kind.path, "WordPress's REST API, the type “\(kind.name)”")
    }
    if ofReports.isEmpty { tryFormat("wordpress", root + "posts", "WordPress's REST API, all posts") }
  }

  /// Drupal's JSON:API names its resources: those that are called as reports are.
  mutating func lookAtDrupal(_ address: PageAddress) {
    let root = address.origin + "/jsonapi"
    let kinds = kinds(at: root, ContentKinds.drupal) ?? []
    for kind in kinds.filter({ SiteSection.isNamedForReports($0.name) }).prefix(2) {
      tryFormat("drupal", "\(root)/node/\(kind.path)", "Drupal's JSON:API, “\(kind.name)”")
    }
  }

  private mutating func kinds(at url: String, _ read: ([UInt8]) -> [ContentKinds.Kind]?) -> [ContentKinds
    .Kind]?
  {
    do throws(Visitor.Refusal) {
      let answer = try visitor.visit(HarvestRequest(url: url, accept: "application/json"))
      guard answer.response.status == 200 else { return nil }
      return read(try visitor.start(of: answer, 1 << 20))
    } catch {
      if case .spent(let why) = error { note(why) }
      return nil
    }
  }
}
