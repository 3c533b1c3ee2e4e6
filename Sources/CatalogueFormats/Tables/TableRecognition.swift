/// Tells tables from other answers (`format = "auto"`).
enum TableRecognition {
  static func kbart(_ sample: AnswerSample) -> String? {
    guard let found = search(sample, .kbart), (try? KBARTColumns(found.head)) != nil,
      KBARTColumns.score(found.head.names) >= 5
    else { return nil }
    return "a KBART list"
  }

  /// A table whose columns can be read without being told: one of its names is the identifier's, and another that of
  /// something else.
  static func table(_ sample: AnswerSample) -> String? {
    guard let found = search(sample, .mapped(FieldMapping())), CommonNames.score(found.head.names) >= 2,
      (try? TableColumns(FieldMapping(), found.head)) != nil
    else { return nil }
    return "a table, its columns separated by \(found.head.dialect.separatorName)"
  }

  private static func search(_ sample: AnswerSample, _ kind: TableKind) -> HeadSearch.Found? {
    sample.start.withUnsafeBufferPointer { start in
      guard Stranger.kind(of: start) == nil else { return nil }
      // The last line may be cut off: it is only looked at where nothing else is.
      let search = HeadSearch(separator: nil, score: kind.score)
      return search.find(in: start, isWhole: sample.start.count < AnswerSample.limit)
    }
  }
}
