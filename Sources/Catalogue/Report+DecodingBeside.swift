extension Report {
  /// Reads what `encoded` wrote, where another report is at hand with its encoding and mostly says the same: what both
  /// have in the same bytes is taken over from it, and shares its memory. Else as `decode`.
  ///
  /// - Parameters:
  ///   - other: Another report.
  ///   - otherBytes: What `encoded` writes of it.
  public static func decode(
    _ bytes: UnsafeRawBufferPointer, beside other: Report, encodedAs otherBytes: UnsafeRawBufferPointer
  ) throws(ReportCodingError) -> Report {
    var report = Report()
    var reader = try reader(of: bytes)
    var otherReader = try Report.reader(of: otherBytes)
    var theirs = try otherReader.nextOfOneTag()
    while let ours = try reader.nextOfOneTag() {
      while let run = theirs, run.tag < ours.tag { theirs = try otherReader.nextOfOneTag() }
      if let run = theirs, run.tag == ours.tag, run.bytes.isSame(as: ours.bytes) {
        report.take(ours.tag, from: other)
      } else {
        var fields = FieldReader(ours.bytes, base: ours.offset)
        while let field = try fields.next() { try report.take(field) }
      }
    }
    return report
  }

  private mutating func take(_ tag: UInt8, from other: Report) {
    switch tag {
    case FieldTag.title: title = other.title
    case FieldTag.subtitle: subtitle = other.subtitle
    case FieldTag.contributor: contributors = other.contributors
    case FieldTag.published: published = other.published
    case FieldTag.publisher: publisher = other.publisher
    case FieldTag.pageCount: pageCount = other.pageCount
    case FieldTag.identifier: identifiers = other.identifiers
    case FieldTag.abstract: abstract = other.abstract
    case FieldTag.subject: subjects = other.subjects
    case FieldTag.language: languages = other.languages
    case FieldTag.series: series = other.series
    case FieldTag.link: links = other.links
    case FieldTag.rights: rights = other.rights
    case FieldTag.access: access = other.access
    case FieldTag.type: types = other.types
    case FieldTag.section: sections = other.sections
    default: break
    }
  }
}
