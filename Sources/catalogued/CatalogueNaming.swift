import Catalogue
import CatalogueFormats
import Configuration

/// What a catalogue is called where nobody has said so.
enum CatalogueNaming {
  /// The part of the host's name that its owner chose ("worldbank" of openknowledge.worldbank.org); where the host is only
  /// a number, words of its title.
  static func name(of url: String, title: String) -> String {
    let host = PageAddress(url)?.site.prefix { $0 != ":" } ?? ""
    var labels = host.split(separator: ".").map(String.init)
    let isNumber = labels.allSatisfy { $0.allSatisfy(\.isNumber) } || host.hasPrefix("[")
    if !isNumber, labels.count > 1 {
      let last = labels.removeLast()
      // "ac.uk", "gob.mx": what stands before them was chosen.
      if labels.count > 1, last.utf8.count == 2, second.contains(labels.last ?? "") { labels.removeLast() }
    }
    let chosen = isNumber ? slug(title) : slug(labels.last ?? "")
    return Configuration.isName(chosen) ? chosen : "catalogue"
  }

  private static let second: Set<String> = [
    "ac", "co", "com", "edu", "gc", "go", "gob", "gouv", "gov", "gv", "mil", "ne", "net", "nhs", "or", "org",
    "re",
  ]

  /// Lower-case words with hyphens between them, at most 40 characters.
  private static func slug(_ text: String) -> String {
    var slug = ""
    for scalar in Fold.text(text).unicodeScalars {
      if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
        slug.unicodeScalars.append(scalar)
      } else if !slug.isEmpty, slug.last != "-" {
        slug += "-"
      }
    }
    slug = String(slug.prefix(40))
    while slug.last == "-" { slug.removeLast() }
    return slug
  }
}
