/// The dictionaries of a damaged store: each was kept twice, and neither need be whole.
///
/// A body is checked when it is read, so a dictionary that reads it is right for it. Where the two differ, each place in
/// which they do is right in one of them: of all the ways to put them together the one that reads most bodies is kept.
/// (Two bits that flipped, one in each, cost nothing then.)
final class SalvagedDictionaries {
  private struct Entry {
    var catalogue: Int64?
    /// As they were read; the best first, once that is chosen.
    var versions: [[UInt8]] = []
  }

  private var entries: [Int64: Entry] = [:]
  private let bodies = BodyReader()
  private var writers: [Int64: BodyWriter] = [:]
  /// Bodies that the dictionary that is kept does not read, and that another one did.
  private var packedAnew: [Int64: Int] = [:]
  /// At most so many places are chosen for: 64 ways.
  private static let placeLimit = 6
  /// Bytes that differ no further apart are one place.
  private static let gap = 32

  /// A dictionary has room for so many versions under its number.
  private static let room: Int64 = 128

  /// Those of which there is more than one version.
  var doubtful: [Int64] { entries.filter { $0.value.versions.count > 1 }.map(\.key).sorted() }

  /// What was lost with them, in words.
  var reasons: [String] {
    packedAnew.sorted { $0.key < $1.key }.map {
      "neither copy of dictionary \($0.key) is whole: \($0.value) of the bodies read by only one of them were packed anew"
    }
  }

  /// - Parameter catalogue: Nil for a copy, which does not say.
  func add(_ number: Int64, _ bytes: [UInt8], catalogue: Int64?) {
    guard number > 0 else { return }
    entries[number, default: Entry()].catalogue = entries[number]?.catalogue ?? catalogue
    guard !bytes.isEmpty, entries[number]?.versions.contains(bytes) == false else { return }
    make(number, (entries[number]?.versions.count ?? 0), bytes)
    entries[number]?.versions.append(bytes)
  }

  private func make(_ number: Int64, _ version: Int, _ bytes: [UInt8]) {
    bodies.add(number * Self.room + Int64(version), bytes)
  }

  /// Puts first what reads most of some bodies.
  func choose(_ number: Int64, by samples: [[UInt8]]) {
    guard var versions = entries[number]?.versions, versions.count > 1 else { return }
    for mixed in Self.mixed(versions[0], versions[1]) where !versions.contains(mixed) {
      make(number, versions.count, mixed)
      versions.append(mixed)
    }
    let counts = versions.indices.map { version in samples.count { read($0, number, version) != nil } }
    let best = counts.indices.max { counts[$0] < counts[$1] || counts[$0] == counts[$1] && $0 > $1 } ?? 0
    let others = versions.indices.filter { $0 != best && counts[$0] > 0 }
    entries[number]?.versions = ([best] + others).map { versions[$0] }
    bodies.forget(where: { $0 / Self.room == number })
    for (place, bytes) in (entries[number]?.versions ?? []).enumerated() { make(number, place, bytes) }
  }

  /// All ways to take each place in which the two differ from one or the other.
  private static func mixed(_ one: [UInt8], _ two: [UInt8]) -> [[UInt8]] {
    guard one.count == two.count else { return [] }
    var places: [Range<Int>] = []
    for index in one.indices where one[index] != two[index] {
      if let last = places.last, index - last.upperBound <= gap {
        places[places.count - 1] = last.lowerBound..<index + 1
      } else {
        places.append(index..<index + 1)
      }
    }
    guard places.count > 1, places.count <= placeLimit else { return [] }
    return (1..<(1 << places.count) - 1).map { choice in
      var mixed = one
      for (bit, place) in places.enumerated() where choice >> bit & 1 == 1 {
        mixed.replaceSubrange(place, with: two[place])
      }
      return mixed
    }
  }

  private func read(_ packed: [UInt8], _ number: Int64, _ version: Int) -> KeptBody? {
    try? packed.lend { (bytes) throws(StorageError) in
      try bodies.read(bytes, dictionary: number == 0 ? 0 : number * Self.room + Int64(version)) {
        (report, context, raw) throws(StorageError) in
        try KeptBody(report, context, raw)
      }
    }
  }

  /// A kept body, and its bytes as the dictionary that is kept reads them; nil where nothing reads it.
  func unpack(_ packed: [UInt8], dictionary number: Int64) -> (body: KeptBody, packed: [UInt8])? {
    if packed.isEmpty { return (KeptBody(report: nil, context: [], raw: []), packed) }
    if number == 0 { return read(packed, 0, 0).map { ($0, packed) } }
    let versions = entries[number]?.versions ?? []
    for version in versions.indices {
      guard let body = read(packed, number, version) else { continue }
      guard version > 0 else { return (body, packed) }
      let writer = writers[number] ?? BodyWriter(dictionary: (number, versions[0]))
      writers[number] = writer
      guard let writer else { return nil }
      packedAnew[number, default: 0] += 1
      var anew = body.report.map { $0.encoded() } ?? []
      let report = anew.count
      writer.append(reportIn: 0..<report, context: body.context, raw: body.raw, to: &anew)
      return (body, Array(anew[report...]))
    }
    return nil
  }

  /// Writes those that are kept, each twice.
  func write(to target: Connection) throws(StorageError) {
    for (number, entry) in entries.sorted(by: { $0.key < $1.key }) {
      var catalogue = entry.catalogue
      if catalogue == nil {
        catalogue = try target.prepared(
          "SELECT catalogue FROM record WHERE id = (SELECT record FROM revision WHERE dictionary = ? LIMIT 1)"
        ).bind(0, number).first { $0.int(0) }
      }
      guard let catalogue else { continue }
      try target.prepared("INSERT OR IGNORE INTO dictionary(id, catalogue, bytes) VALUES(?, ?, ?)")
        .bind(0, number).bind(1, catalogue).bind(2, blob: entry.versions.first ?? []).run()
      try target.prepared("INSERT OR IGNORE INTO dictionary_copy VALUES(?, ?)")
        .bind(0, number).bind(1, blob: entry.versions.first ?? []).run()
    }
  }
}
