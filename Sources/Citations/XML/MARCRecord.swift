import Catalogue

/// A record of MARCXML.
struct MARCRecord {
  /// - Parameter status: Leader, 05: `n` is new, `d` deleted.
  init(status: String, number: Int64, _ bytes: inout [UInt8]) {
    // 06 language material, 07 monograph, 09 UTF-8; 17 and 18: nobody looked at a copy, no cataloguing rules.
    bytes.add("<record>\n <leader>00000\(status)am a22000003u 4500</leader>\n")
    bytes.add(" <controlfield tag=\"001\">\(number)</controlfield>\n")
  }

  /// 008: the year, and that it is online (23); what else it could say is not coded (fill characters).
  func fixed(_ date: PartialDate?, _ bytes: inout [UInt8]) {
    let year = date.map { String(repeating: "0", count: 4 - min(4, "\($0.year)".utf8.count)) + "\($0.year)" }
    let dates = year.map { "s\($0)    " } ?? "nuuuuuuuu"
    bytes.add(" <controlfield tag=\"008\">||||||\(dates)xx |||||o|||||||||||und||</controlfield>\n")
  }

  /// A field with those of its subfields that have a value; nothing, where none has.
  func field(_ tag: String, _ indicators: String, _ subfields: [(String, String?)], _ bytes: inout [UInt8]) {
    guard subfields.contains(where: { $0.1?.isEmpty == false }) else { return }
    bytes.add(" <datafield tag=\"")
    bytes.add(tag)
    bytes.add("\" ind1=\"")
    bytes.add(String(indicators.prefix(1)))
    bytes.add("\" ind2=\"")
    bytes.add(String(indicators.suffix(1)))
    bytes.add("\">\n")
    for (code, value) in subfields {
      guard let value, !value.isEmpty else { continue }
      bytes.add("  <subfield code=\"")
      bytes.add(code)
      bytes.add("\">")
      bytes.add(line: value, .xml)
      bytes.add("</subfield>\n")
    }
    bytes.add(" </datafield>\n")
  }

  func end(_ bytes: inout [UInt8]) { bytes.add("</record>\n") }
}
