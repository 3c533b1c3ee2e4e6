/// How a JSON API gives its list: declared, not programmed. What `[list]` in a catalogue's file fills; the presets are
/// values of this same type.
///
/// Pointers are JSON Pointers (RFC 6901) into an answer. Where several may be given, the first that leads to anything
/// counts.
public struct JSONMapping: Hashable, Sendable {
  /// Where the API is, for presets that have one place in the world. It may hold `{set}`, and `{since}` where the
  /// incremental date stands in the address.
  public var url: String?
  /// What follows a catalogue's address, as far as the address does not hold it already: `/wp-json/wp/v2/posts`.
  public var path: String?
  /// The list of items; empty where the whole answer is the list.
  public var items: String
  /// Whether an answer is JSON Lines: an item a line.
  public var lines: Bool
  /// The way to the next page.
  public var paging: Paging
  /// How many items to a page, and the parameter that asks for it.
  public var size: Size?
  /// How many items the whole list has: a pointer, or the name of a header (in lower case).
  public var total: [String]
  public var totalHeader: String?
  /// The HTTP status that a page beyond the last is answered with, where that is an error.
  public var pastEnd: Int?
  /// How to ask for what changed; nil: every run reads everything.
  public var since: Since?
  /// How the catalogue's `query` and `set` are asked for; nil: they cannot be.
  public var query: Argument?
  public var set: Argument?
  /// Parameters of every request, in order.
  public var parameters: [Parameter]
  /// Whether a list that was read to its end holds every record (rule 6).
  public var complete: Bool
  /// Where a key from a credential's file goes.
  public var key: KeyPlace?
  /// Presets: where each field of a report stands in an item.
  public var fields: FieldMapping

  public init(
    url: String? = nil, path: String? = nil, items: String = "", lines: Bool = false, paging: Paging = .none,
    size: Size? = nil, total: [String] = [], totalHeader: String? = nil, pastEnd: Int? = nil,
    since: Since? = nil, query: Argument? = nil, set: Argument? = nil, parameters: [Parameter] = [],
    complete: Bool = false, key: KeyPlace? = nil, fields: FieldMapping = FieldMapping()
  ) {
    self.url = url
    self.path = path
    self.items = items
    self.lines = lines
    self.paging = paging
    self.size = size
    self.total = total
    self.totalHeader = totalHeader
    self.pastEnd = pastEnd
    self.since = since
    self.query = query
    self.set = set
    self.parameters = parameters
    self.complete = complete
    self.key = key
    self.fields = fields
  }

  public enum Paging: Hashable, Sendable {
    /// One answer is the whole list.
    case none
    /// Pages are numbered, from `first`.
    case page(parameter: String, first: Int)
    /// Items are numbered, from `first`.
    case offset(parameter: String, first: Int)
    /// The answer says what to ask for next. `first` begins the list (`*`), where that must be said.
    case cursor(parameter: String, first: String?, next: [String])
    /// The answer holds the next page's address, whole or relative.
    case link(next: [String])
    /// The answer's head names the next page (RFC 8288, `rel="next"`).
    case linkHeader
  }

  public struct Size: Hashable, Sendable {
    public var parameter: String
    public var value: Int

    public init(parameter: String, value: Int) {
      self.parameter = parameter
      self.value = value
    }
  }

  public struct Parameter: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A parameter that takes a value of the catalogue's.
  public struct Argument: Hashable, Sendable {
    public var parameter: String
    /// What is sent; `{}` stands for the value.
    public var value: String
    /// What joins it to another value of the same parameter; nil: both are sent. Where it is a word (` AND `), what it
    /// joins is put in parentheses.
    public var join: String?

    public init(parameter: String, value: String = "{}", join: String? = nil) {
      self.parameter = parameter
      self.value = value
      self.join = join
    }
  }

  /// How what changed is asked for. The date is the first answer's `Date` in the last closed run, less the overlap.
  public struct Since: Hashable, Sendable {
    /// Its parameter is empty where the date stands in the address.
    public var argument: Argument
    public var date: DateForm
    /// What is sent besides, in such a request only.
    public var with: [Parameter]
    /// Where the date stands in the address: what a full run puts there.
    public var beginning: String?

    public init(
      _ argument: Argument, date: DateForm, with: [Parameter] = [], beginning: String? = nil
    ) {
      self.argument = argument
      self.date = date
      self.with = with
      self.beginning = beginning
    }
  }

  /// How a date is written. The raw values are what `date` in `since` takes.
  public enum DateForm: String, Hashable, Sendable, CaseIterable {
    /// `2024-01-31`
    case day
    /// `2024-01-31T12:00:00Z`
    case second
    /// `2024-01-31T12:00:00`, in UTC
    case plainSecond = "second_without_zone"
    /// `01/31/2024`
    case americanDay = "month/day/year"
    /// Seconds, or milliseconds, since 1970.
    case epoch
    case milliseconds = "epoch_milliseconds"
  }

  public enum KeyPlace: Hashable, Sendable {
    case header(String)
    case query(String)
  }
}

extension JSONMapping {
  /// Whether a text is a pointer as this mapping and the fields of an item take it.
  public static func isPointer(_ text: String) -> Bool { JSONPlace(text) != nil }
}
