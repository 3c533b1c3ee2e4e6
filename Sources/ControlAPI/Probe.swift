import Catalogue

/// `POST /v1/probe`: what can be had from an address, and the file that would make a catalogue of it. Nothing is stored.
public struct ProbeRequest: Hashable, Sendable, Codable {
  /// `http:` or `https:`.
  public var url: String
  /// What the catalogue is to be called; made of the address where it is left out.
  public var name: String?

  public init(url: String, name: String? = nil) {
    self.url = url
    self.name = name
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    url = try values.decode(String.self, forKey: .url)
    name = try values.text(.name)
  }
}

/// The answer to a probe.
public struct ProbeAnswer: Hashable, Sendable, Codable {
  /// A way in which a catalogue can be had.
  public struct Find: Hashable, Sendable, Codable {
    /// As a catalogue's file names it.
    public var format: String
    /// Where it is, without secrets.
    public var url: String
    /// What it is, for people: "an OAI-PMH repository".
    public var what: String
    /// What can be had by it, for people: "lists everything, and tells what changed".
    public var reach: String
    /// How many records it holds, or pages it names; nil where that is not known.
    public var total: Int?
    /// Its first reports.
    public var samples: [Report]
    /// The fields that they fill, each with how many of them do.
    public var fields: [Field]
    /// Why it is of no use, for people; nil where it is of some.
    public var problem: String?

    public init(
      format: String, url: String, what: String, reach: String, total: Int? = nil, samples: [Report] = [],
      fields: [Field] = [], problem: String? = nil
    ) {
      self.format = format
      self.url = url
      self.what = what
      self.reach = reach
      self.total = total
      self.samples = samples
      self.fields = fields
      self.problem = problem
    }
  }

  /// A field of a report, and in how many of the samples it says something.
  public struct Field: Hashable, Sendable, Codable {
    /// As in the JSON of a report.
    public var name: String
    public var count: Int

    public init(name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// The file that would make a catalogue of the first find.
  public struct File: Hashable, Sendable, Codable {
    /// The catalogue's name.
    public var name: String
    /// Where the file belongs.
    public var path: String
    public var text: String
    /// Why it is not to be written there as it stands, for people; nil where nothing is against it.
    public var problem: String?

    public init(name: String, path: String, text: String, problem: String? = nil) {
      self.name = name
      self.path = path
      self.text = text
      self.problem = problem
    }
  }

  /// As it was asked for.
  public var url: String
  /// Where it led.
  public var address: String
  /// What the site calls itself; empty where nothing says.
  public var title: String
  /// The program that the site is made with, where that can be told.
  public var software: String?
  /// The best first; those of no use last.
  public var finds: [Find]
  /// Nil where nothing was found that can be mirrored.
  public var file: File?
  /// Catalogues that have this address already.
  public var catalogues: [String]
  /// What else to know, for people.
  public var notes: [String]
  /// How many requests were made.
  public var requests: Int

  public init(
    url: String, address: String, title: String = "", software: String? = nil, finds: [Find] = [],
    file: File? = nil, catalogues: [String] = [], notes: [String] = [], requests: Int = 0
  ) {
    self.url = url
    self.address = address
    self.title = title
    self.software = software
    self.finds = finds
    self.file = file
    self.catalogues = catalogues
    self.notes = notes
    self.requests = requests
  }
}
