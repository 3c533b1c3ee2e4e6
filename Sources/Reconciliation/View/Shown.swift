import Catalogue

/// Where a value comes from (P5).
public enum Source: Hashable, Sendable {
  /// A revision of a record: what an upstream says.
  case revision(record: RecordNumber, revision: Int64)
  /// An edit or an amendment: what a person says.
  case edit(DecisionNumber)
}

/// A value, or an element of a list or set, with its source.
public struct ShownItem: Hashable, Sendable {
  public var item: FieldItem
  public var source: Source
  /// Of an element of an edited list: the key by which it is edited further. Else nil: the key is its own.
  public var key: ElementKey?

  public init(_ item: FieldItem, _ source: Source, key: ElementKey? = nil) {
    self.item = item
    self.source = source
    self.key = key
  }
}

/// A field as the library shows it.
public struct ShownField: Hashable, Sendable {
  public var field: Field
  public var items: [ShownItem]
  /// The record to which an edit of the field is anchored: that supplies the value; of an edited value, that edit's
  /// anchor; of an empty field, the report's first (rule 11).
  public var supplier: RecordNumber

  public init(_ field: Field, _ items: [ShownItem], supplier: RecordNumber) {
    self.field = field
    self.items = items
    self.supplier = supplier
  }

  public var value: FieldValue { FieldValue(items.map(\.item)) }
}
