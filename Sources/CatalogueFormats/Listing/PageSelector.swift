import CXML

/// What finds links on a page: an XPath 1.0 expression, or a CSS selector (the part of it that `CSSSelector` reads).
public struct PageSelector: Hashable, Sendable {
  /// As XPath.
  let expression: String

  /// An expression begins with `/`, `(` or `./`; anything else is CSS.
  public init(_ text: String) throws(SelectorFault) {
    let isXPath = text.hasPrefix("/") || text.hasPrefix("(") || text.hasPrefix("./")
    expression = isXPath ? text : try CSSSelector.xpath(text)
    guard expression.utf8.count <= 10_000 else { throw SelectorFault(message: "it is too long") }
    switch cxml_select(nil, expression, 0, nil, { _, _, _ in }) {
    case Int32(CXMLSelectDone): break
    case Int32(CXMLSelectUnknown):
      throw SelectorFault(message: "it names a variable, a prefix or a function that XPath 1.0 does not know")
    default: throw SelectorFault(message: "it is no XPath 1.0 expression")
    }
  }
}

/// Why a text finds nothing on any page.
public struct SelectorFault: Error, Hashable, Sendable {
  /// In words for a librarian.
  public var message: String
}

/// A page that is searched for links. Used by one thread.
final class SearchedPage {
  private let tree: OpaquePointer?
  private static let limit = 10_000
  /// A listing of five thousand reports has fewer elements; deeper ones libxml2 makes no tree of.
  private static let limits = CXMLPageLimits(depth: 250, events: 60_000, attributes: 512)

  init(_ bytes: [UInt8], contentType: String?) {
    var repairs: [String: Int] = [:]
    let page = bytes.withUnsafeBufferPointer {
      PageCharset.utf8($0, contentType: contentType, repairs: &repairs)
    }
    tree = page.withUnsafeBufferPointer { cxml_tree($0.baseAddress, $0.count, Self.limits) }
  }

  deinit { cxml_tree_free(tree) }

  /// Why only the beginning of the page is searched; nil where all of it is.
  var cut: String? {
    guard cxml_tree_is_cut(tree) != 0 else { return nil }
    let limits = Self.limits
    return
      "it has more than \(limits.events) elements, or \(limits.attributes) attributes in one tag, or elements "
      + "\(limits.depth) deep in each other"
  }

  /// What a selector finds: addresses as written. Throws where that takes too much work.
  func find(_ selector: PageSelector) throws(SelectorFault) -> [String] {
    guard let tree else { return [] }
    var found: [String] = []
    let code: Int32 = withUnsafeMutablePointer(to: &found) { list in
      cxml_select(tree, selector.expression, Self.limit, list) { context, text, length in
        context?.assumingMemoryBound(to: [String].self).pointee.append(
          String(decoding: Bytes(start: text, count: min(length, 8192)), as: UTF8.self))
      }
    }
    switch code {
    case Int32(CXMLSelectDone): return found
    case Int32(CXMLSelectTooMuch): throw SelectorFault(message: "it takes too much work on this page")
    default: throw SelectorFault(message: "it finds no links, but a number or a text")
    }
  }

  /// What relative addresses on the page start from (HTML, 4.2.3).
  func base(_ url: String) -> String {
    guard let selector = try? PageSelector("//base/@href"), let base = (try? find(selector))?.first else {
      return url
    }
    return WebAddress.base(base, within: url)
  }
}
