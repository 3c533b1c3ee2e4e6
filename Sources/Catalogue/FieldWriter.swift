/// Writes the fields of an encoded report (see `Report.encoded`).
///
/// It takes the array over while it writes, so that appending never copies.
struct FieldWriter {
  private var bytes: [UInt8] = []

  init(taking array: inout [UInt8]) { swap(&bytes, &array) }

  mutating func give(back array: inout [UInt8]) { swap(&bytes, &array) }

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func text(_ tag: UInt8, _ value: String) {
    bytes.append(tag)
    let utf8 = value.utf8
    varint(UInt64(utf8.count))
    if utf8.withContiguousStorageIfAvailable({ bytes.append(contentsOf: $0) }) == nil {
      bytes.append(contentsOf: utf8)
    }
  }

  mutating func text(_ tag: UInt8, _ value: String?) {
    if let value { text(tag, value) }
  }

  mutating func number(_ tag: UInt8, _ value: Int) {
    nested(tag) { $0.varint(UInt64(bitPattern: Int64(value))) }
  }

  /// A field whose payload `body` writes. Nearly all are shorter than 128 bytes, so one byte is kept for the length.
  mutating func nested(_ tag: UInt8, _ body: (inout FieldWriter) -> Void) {
    bytes.append(tag)
    bytes.append(0)
    let start = bytes.count
    body(&self)
    let length = bytes.count - start
    if length < 0x80 {
      bytes[start - 1] = UInt8(length)
      return
    }
    bytes[start - 1] = UInt8(length & 0x7F) | 0x80
    var rest = length >> 7
    var more: [UInt8] = []
    while rest >= 0x80 {
      more.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    more.append(UInt8(rest))
    bytes.insert(contentsOf: more, at: start)
  }
}

extension FieldWriter {
  mutating func contributor(_ tag: UInt8, _ value: Contributor) {
    nested(tag) { out in
      out.text(1, value.name.printed)
      out.text(2, value.name.family)
      out.text(3, value.name.given)
      out.text(4, value.name.particle)
      out.text(5, value.name.suffix)
      out.number(6, Int(value.role.code))
      out.number(7, Int(value.kind.code))
      out.text(8, value.affiliation)
    }
  }

  mutating func date(_ tag: UInt8, _ value: PartialDate) {
    nested(tag) { out in
      out.number(1, value.year)
      if let month = value.month { out.number(2, month) }
      if let day = value.day { out.number(3, day) }
      out.text(4, value.printed)
    }
  }

  mutating func identifier(_ tag: UInt8, _ value: Identifier) {
    nested(tag) { out in
      out.number(1, Int(value.scheme.rawValue))
      out.text(2, value.value)
    }
  }

  mutating func series(_ tag: UInt8, _ value: Series) {
    nested(tag) { out in
      out.text(1, value.title)
      out.text(2, value.number)
    }
  }

  mutating func link(_ tag: UInt8, _ value: Link) {
    nested(tag) { out in
      out.number(1, Int(value.kind.code))
      out.text(2, value.url)
    }
  }

  mutating func section(_ tag: UInt8, _ value: Section) {
    nested(tag) { out in
      out.text(1, value.label)
      if !value.title.isEmpty { out.text(2, value.title) }
      for contributor in value.contributors { out.contributor(3, contributor) }
      if let pages = value.pages { out.pages(4, pages) }
      out.text(5, value.excerpt)
    }
  }

  mutating func pages(_ tag: UInt8, _ value: PageRange) {
    nested(tag) { out in
      out.text(1, value.printed)
      for span in value.spans {
        out.nested(2) { out in
          out.page(1, span.first)
          switch span.end {
          case .single: break
          case .page(let last): out.page(2, last)
          case .open: out.nested(3) { _ in }
          }
        }
      }
    }
  }

  mutating func page(_ tag: UInt8, _ value: PageRange.Page) {
    nested(tag) { out in
      out.text(1, value.label)
      out.number(2, Int(value.numbering.code))
      if let number = value.number { out.number(3, number) }
      if value.bracketed { out.nested(4) { _ in } }
    }
  }
}
