import CatalogueFormats

// The values of the keys of landing pages.

extension ValueForm<String> {
  /// A CSS selector or an XPath expression.
  static let selector = ValueForm("a CSS selector such as \"h3 a\", or an XPath expression") {
    node, context throws(ValueFault) in
    let text = try text("a selector").read(node, context)
    do throws(SelectorFault) { _ = try PageSelector(text) } catch { throw ValueFault(error.message) }
    return text
  } show: {
    quoted($0)
  }
}

extension ValueForm<[String]> {
  /// One pattern of addresses, or several in a list.
  static let addressPatterns = ValueForm("a pattern such as \"/publications/*\", or a list of them") {
    node, context throws(ValueFault) in
    guard case .array(let nodes) = node.value else { return [try pattern(node, context)] }
    guard nodes.count <= 1000 else { throw ValueFault("there are more than 1000") }
    var patterns: [String] = []
    for node in nodes { patterns.append(try pattern(node, context)) }
    return patterns
  } show: {
    $0.isEmpty ? nil : $0.count == 1 ? quoted($0[0]) : "[\($0.map(quoted).joined(separator: ", "))]"
  }

  private static func pattern(_ node: TOMLNode, _ context: FileContext) throws(ValueFault) -> String {
    let text = try ValueForm<String>.text("a pattern").read(node, context)
    guard
      text.hasPrefix("/") || text.hasPrefix("*") || text.hasPrefix("http://") || text.hasPrefix("https://")
    else {
      throw ValueFault("\(quoted(text)) begins with none of /, *, http:// and https://")
    }
    return text
  }
}
