import Catalogue

/// One record as the upstream sent it, cut out of its page but not parsed.
public struct RecordBytes: Sendable {
  /// The record's own bytes, exactly as sent (in UTF-8 where the page was UTF-16 or UTF-32).
  public var bytes: [UInt8]
  /// What must stand before `bytes` for them to be read alone: the XML declaration with its charset and the root's
  /// start tag with its namespaces, a table's header row. Mostly the same for a whole list.
  public var context: [UInt8]
  /// The upstream identifier, where it can be told without parsing; used only to skip records that did not change.
  public var identifier: String?
  /// Where the record begins in its page: bytes from 0 for XML and JSON, a line number from 1 for tables and
  /// lists of references.
  public var place: Int64
  /// What it says, where it had to be read already to tell what it is; else it is parsed if its bytes are new.
  public var statement: Statement?

  public init(bytes: [UInt8], context: [UInt8], identifier: String?, place: Int64) {
    self.bytes = bytes
    self.context = context
    self.identifier = identifier
    self.place = place
  }
}

/// Reads records of one format. Also used, long after the harvest, by `reparse`. Not shared between threads.
public protocol RecordParser: AnyObject {
  /// Reads one record. Repairs (mended faults) are added to `repairs`.
  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
}

/// Why one record cannot be read. The record becomes a reject, with its bytes; the rest of its page goes on.
public struct RecordFault: Error, Hashable, Sendable {
  /// What is wrong, in words for a librarian, without control characters.
  public var reason: String
  /// The record's upstream identifier, where it could still be read: then its absence does not count (rule 6).
  public var identifier: String?

  public init(reason: String, identifier: String?) {
    self.reason = reason
    self.identifier = identifier
  }
}

/// A way that catalogues speak: one folder beside this file, one line in `CatalogueFormat.registry`.
public struct CatalogueFormat: Sendable {
  /// As `format = "…"` names it.
  public var name: String
  /// Grows with every change of the parser that reads more, or otherwise: validators that an older one left are not
  /// sent, so that what it could not read is asked for again.
  public var version: Int
  /// Begins a run.
  public var begin: @Sendable (HarvestSettings, HarvestScope) -> any Harvest
  /// Goes on with a run from its checkpoint; nil if the text is not one of this format's checkpoints.
  public var resume: @Sendable (HarvestSettings, String) -> (any Harvest)?
  public var parser: @Sendable (HarvestSettings) -> any RecordParser
  /// Whether an answer that begins so is in this format: then what it is, in words ("an Atom feed").
  public var recognise: @Sendable (AnswerSample) -> String?

  public init(
    name: String, version: Int = 1,
    begin: @escaping @Sendable (HarvestSettings, HarvestScope) -> any Harvest,
    resume: @escaping @Sendable (HarvestSettings, String) -> (any Harvest)?,
    parser: @escaping @Sendable (HarvestSettings) -> any RecordParser,
    recognise: @escaping @Sendable (AnswerSample) -> String? = { _ in nil }
  ) {
    self.name = name
    self.version = version
    self.begin = begin
    self.resume = resume
    self.parser = parser
    self.recognise = recognise
  }
}
