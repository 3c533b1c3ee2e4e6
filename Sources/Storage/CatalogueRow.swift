import Reconciliation

/// A catalogue as the store knows it: known by its name, whatever its address.
public struct CatalogueRow: Sendable {
  public var number: Int64
  public var name: String
  public var title: String
  public var priority: Int
  /// Whether a configuration file names it now.
  public var isConfigured: Bool
  public var live: Int
  public var withdrawn: Int
  /// Of the last closed run (rule 8).
  public var scope: String?
  /// The first `responseDate` of the last closed run, in seconds since 1970.
  public var responseDate: Int64?
  /// When a full run last closed, in seconds since 1970.
  public var fullClosed: Int64?
  public var promisesTombstones: Bool
  /// What the upstream says of itself, as `Sync` writes it.
  public var about: String
  public var validators: KeptValidators?
  /// How often the upstream wants to be asked, as `Sync` writes it.
  public var polling: String
  /// The format that `format = "auto"` took it for.
  public var takenFor: TakenFor?
  /// The mapping of fields by which its kept bytes were read.
  public var fields: String
  /// What is asked for and where, as `Sync` writes it; nil before a release that noted it.
  public var source: String?
  public var forgotten: Forgotten
  /// Whether a person wants its upstream to be asked no more for the time being.
  public var isPaused: Bool
  /// What shows where its upstream changes what was edited (rule 11), by field.
  public var policies: [Field: EditPolicy]

  /// Whether a person wants to see no more of a catalogue that is not configured. The raw values are kept in stores.
  public enum Forgotten: Int64, Sendable {
    case no = 0
    /// Its records show, and it is not listed.
    case kept = 1
    /// What only it carries is being removed.
    case purging = 2
  }

  static let columns = """
    id, name, title, priority, configured, live, withdrawn, scope, response_date, full_closed, promises_tombstones,
    about, etag, last_modified, validators_of, polling, taken_for, taken_for_at, fields, source,
    forgotten, paused, policies
    """

  init(_ row: PreparedStatement) {
    number = row.int(0)
    name = row.text(1)
    title = row.text(2)
    priority = Int(row.int(3))
    isConfigured = row.int(4) != 0
    live = Int(row.int(5))
    withdrawn = Int(row.int(6))
    scope = row.optionalText(7)
    responseDate = row.optionalInt(8)
    fullClosed = row.optionalInt(9)
    promisesTombstones = row.int(10) != 0
    about = row.text(11)
    validators = row.optionalText(14).map {
      KeptValidators(etag: row.optionalText(12), lastModified: row.optionalText(13), of: $0)
    }
    polling = row.text(15)
    takenFor = row.optionalText(16).map { TakenFor(format: $0, url: row.text(17)) }
    fields = row.text(18)
    source = row.optionalText(19)
    forgotten = Forgotten(rawValue: row.int(20)) ?? .no
    isPaused = row.int(21) != 0
    policies = EditPolicy.decode(row.text(22))
  }
}

/// The validators of the last answer that was wholly applied, byte for byte as received (RFC 9110, 8.8).
public struct KeptValidators: Hashable, Sendable {
  public var etag: String?
  public var lastModified: String?
  /// Which request and parser they belong to, as `Sync` writes it.
  public var of: String

  public init(etag: String?, lastModified: String?, of: String) {
    self.etag = etag
    self.lastModified = lastModified
    self.of = of
  }
}

/// What a catalogue's answers were taken for, where its configuration leaves that open.
public struct TakenFor: Hashable, Sendable {
  public var format: String
  /// The address that answered so; of another nothing is known.
  public var url: String

  public init(format: String, url: String) {
    self.format = format
    self.url = url
  }
}

extension Connection {
  /// Every catalogue that was ever configured, by name.
  public func catalogues() throws(StorageError) -> [CatalogueRow] {
    try prepared("SELECT \(CatalogueRow.columns) FROM catalogue ORDER BY name").all(CatalogueRow.init)
  }

  public func catalogue(named name: String) throws(StorageError) -> CatalogueRow? {
    try prepared("SELECT \(CatalogueRow.columns) FROM catalogue WHERE name = ?").bind(0, name).first(
      CatalogueRow.init)
  }

  public func catalogue(_ number: Int64) throws(StorageError) -> CatalogueRow? {
    try prepared("SELECT \(CatalogueRow.columns) FROM catalogue WHERE id = ?").bind(0, number).first(
      CatalogueRow.init)
  }

  /// Makes the catalogue of that name, or notes its title and priority.
  ///
  /// - Parameter source: What is asked for and where, as `Sync` writes it.
  public func configure(
    _ name: String, title: String, priority: Int, source: String? = nil, policies: [Field: EditPolicy] = [:]
  )
    throws(StorageError)
  {
    try prepared(
      """
      INSERT INTO catalogue(name, title, priority, source, policies, configured) VALUES(?, ?, ?, ?, ?, 1)
      ON CONFLICT(name) DO UPDATE SET title = excluded.title, priority = excluded.priority, source = excluded.source,
        policies = excluded.policies, configured = 1, forgotten = 0
      """
    ).bind(0, name).bind(1, title).bind(2, Int64(priority)).bind(3, source).bind(
      4, EditPolicy.encode(policies)
    )
    .run()
  }

  /// Gives a catalogue another name, which nothing has.
  public func rename(_ number: Int64, to name: String) throws(StorageError) {
    try prepared("UPDATE catalogue SET name = ? WHERE id = ?").bind(0, name).bind(1, number).run()
  }

  public func noteForgotten(_ number: Int64, _ forgotten: CatalogueRow.Forgotten) throws(StorageError) {
    try prepared("UPDATE catalogue SET forgotten = ? WHERE id = ?").bind(0, forgotten.rawValue).bind(
      1, number
    )
    .run()
  }

  public func notePaused(_ number: Int64, _ isPaused: Bool) throws(StorageError) {
    try prepared("UPDATE catalogue SET paused = ? WHERE id = ?").bind(0, isPaused ? 1 : 0).bind(1, number)
      .run()
  }

  /// Notes that no configuration file names the catalogue any more; its records and its priority stay.
  public func unconfigure(_ number: Int64) throws(StorageError) {
    try prepared("UPDATE catalogue SET configured = 0 WHERE id = ?").bind(0, number).run()
  }

  /// Adds to the catalogue's counts.
  public func count(_ number: Int64, live: Int, withdrawn: Int) throws(StorageError) {
    guard live != 0 || withdrawn != 0 else { return }
    try prepared("UPDATE catalogue SET live = live + ?, withdrawn = withdrawn + ? WHERE id = ?")
      .bind(0, Int64(live)).bind(1, Int64(withdrawn)).bind(2, number).run()
  }

  /// What a closed run leaves to the next one (rule 8).
  public func noteClose(
    _ number: Int64, scope: String, responseDate: Int64?, fullClosed: Int64?, promisesTombstones: Bool
  ) throws(StorageError) {
    try prepared(
      """
      UPDATE catalogue SET scope = ?, response_date = coalesce(?, response_date),
        full_closed = coalesce(?, full_closed), promises_tombstones = ? WHERE id = ?
      """
    ).bind(0, scope).bind(1, responseDate).bind(2, fullClosed).bind(3, promisesTombstones ? 1 : 0)
      .bind(4, number).run()
  }

  /// Keeps the validators of a list that was wholly applied; nil: there are none to send.
  public func noteValidators(_ number: Int64, _ validators: KeptValidators?) throws(StorageError) {
    try prepared("UPDATE catalogue SET etag = ?, last_modified = ?, validators_of = ? WHERE id = ?")
      .bind(0, validators?.etag).bind(1, validators?.lastModified).bind(2, validators?.of).bind(3, number)
      .run()
  }

  /// How often the upstream wants to be asked, as `Sync` writes it.
  public func notePolling(_ number: Int64, _ text: String) throws(StorageError) {
    try prepared("UPDATE catalogue SET polling = ?1 WHERE id = ?2 AND polling <> ?1")
      .bind(0, text).bind(1, number).run()
  }

  public func noteFields(_ number: Int64, _ mapping: String) throws(StorageError) {
    try prepared("UPDATE catalogue SET fields = ?1 WHERE id = ?2 AND fields <> ?1").bind(0, mapping).bind(
      1, number
    ).run()
  }

  public func noteTakenFor(_ number: Int64, _ found: TakenFor) throws(StorageError) {
    try prepared("UPDATE catalogue SET taken_for = ?, taken_for_at = ? WHERE id = ?")
      .bind(0, found.format).bind(1, found.url).bind(2, number).run()
  }

  /// What the upstream says of itself, as `Sync` writes it.
  public func noteAbout(_ number: Int64, _ text: String) throws(StorageError) {
    try prepared("UPDATE catalogue SET about = ?1 WHERE id = ?2 AND about <> ?1")
      .bind(0, text).bind(1, number).run()
  }

  /// Keeps a compression dictionary and returns its number.
  public func addDictionary(_ bytes: [UInt8], catalogue: Int64) throws(StorageError) -> Int64 {
    try prepared("INSERT INTO dictionary(catalogue, bytes) VALUES(?, ?) RETURNING id")
      .bind(0, catalogue).bind(1, blob: bytes).first { $0.int(0) } ?? 0
  }

  /// Keeps a second copy of each dictionary of the catalogue that has none.
  public func copyDictionaries(catalogue: Int64) throws(StorageError) {
    try prepared(
      """
      INSERT INTO dictionary_copy SELECT id, bytes FROM dictionary
      WHERE catalogue = ? AND id NOT IN (SELECT id FROM dictionary_copy)
      """
    ).bind(0, catalogue).run()
  }

  /// The catalogue's newest dictionary.
  public func dictionary(catalogue: Int64) throws(StorageError) -> (number: Int64, bytes: [UInt8])? {
    try prepared(
      "SELECT id, bytes FROM dictionary WHERE catalogue = ? AND length(bytes) > 0 ORDER BY id DESC LIMIT 1"
    )
    .bind(0, catalogue).first { ($0.int(0), $0.blob(1)) }
  }
}

extension EditPolicy {
  /// "abstract=upstream title=local", in the order of fields.
  static func encode(_ policies: [Field: EditPolicy]) -> String {
    policies.sorted { $0.key < $1.key }.map { "\($0.key.rawValue)=\($0.value.rawValue)" }.joined(
      separator: " ")
  }

  /// What `encode` made; what another release knows is left out.
  static func decode(_ text: String) -> [Field: EditPolicy] {
    var policies: [Field: EditPolicy] = [:]
    for part in text.split(separator: " ") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2, let field = Field(rawValue: pair[0]), let policy = EditPolicy(rawValue: pair[1])
      else { continue }
      policies[field] = policy
    }
    return policies
  }
}
