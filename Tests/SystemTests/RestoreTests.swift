import Foundation
import Storage
import TestSupport
import Testing

@Suite("Safe-keeping: restore, and what can be saved of a damaged store", .serialized)
struct RestoreTests {
  private func restore(_ path: String, into state: TemporaryDirectory, _ how: String = "--restore") throws
    -> Programs.Result
  {
    if !FileManager.default.fileExists(atPath: state.file("catalogued.toml")) {
      state.write("", to: "catalogued.toml")
    }
    return try Programs.run(
      "catalogued", ["--config", state.file("catalogued.toml"), "--state", state.path, how, path])
  }

  /// A state with a mirrored catalogue, whose daemon has ended.
  private func store(_ repository: Repository) throws -> TemporaryDirectory {
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml])
    #expect(try daemon.ctl("refresh", "test", "--wait").status == 0)
    daemon.stop()
    return state
  }

  @Test("a backup taken in the middle of a run is restored, says what is in it, and the run goes on")
  func goesOn() throws {
    let repository = Repository(records: 600, page: 20)
    defer { repository.stop() }
    repository.change { $0.delay = 0.05 }
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml])
    _ = try daemon.ctl("refresh", "test")
    usleep(500_000)
    let path = state.file("backup.sqlite")
    #expect(try daemon.ctl("backup", path).status == 0)
    daemon.kill()
    #expect(try StoreContents(file: path).openRuns == 1)

    let other = TemporaryDirectory()
    let result = try restore(path, into: other)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("1 run will go on"))
    #expect(result.output.contains("of 1 catalogue"))
    // Once there is a store, it stays.
    let again = try restore(path, into: other)
    #expect(again.status == 1 && again.errors.contains("there is a store already"))

    repository.change { $0.delay = 0 }
    let next = try RunningDaemon(state: other, catalogues: ["test": repository.toml])
    #expect(try next.ctl("refresh", "test", "--wait").status == 0)
    let runs = try next.json("runs", "test")["items"] as? [[String: Any]] ?? []
    #expect(runs.first?["state"] as? String == "done")
    #expect(try next.ctl("verify").status == 0)
    next.stop()
    let contents = try StoreContents(state: other.path)
    #expect(contents.records.count == 600 && contents.openRuns == 0)
  }

  @Test("what is no backup, or no whole one, is refused by name, and nothing is left of it")
  func refused() throws {
    let repository = Repository(records: 200, page: 50)
    defer { repository.stop() }
    let state = try store(repository)
    let good = try Data(contentsOf: URL(fileURLWithPath: state.path + "/catalogued.sqlite"))
    var foreign = good
    foreign.replaceSubrange(68..<72, with: [1, 2, 3, 4])
    var newer = good
    newer.replaceSubrange(60..<64, with: [0, 0, 1, 0])
    var broken = good
    broken.replaceSubrange(8192 * 5..<8192 * 6, with: [UInt8](repeating: 0xAA, count: 8192))
    let cases: [(Data, String)] = [
      (Data("A letter".utf8), "no store"), (foreign, "another program"), (newer, "newer release"),
      (good.prefix(good.count / 2), "cut off"), (broken, "is damaged"),
    ]
    for (bytes, why) in cases {
      let other = TemporaryDirectory()
      let path = other.write(bytes, to: "backup")
      let result = try restore(path, into: other)
      #expect(result.status == 1)
      #expect(result.errors.contains(why) && result.errors.contains(path), "\(why): \(result.errors)")
      let left = try FileManager.default.contentsOfDirectory(atPath: other.path)
      #expect(Set(left).isSubset(of: ["backup", "catalogued.toml", "catalogued.sqlite.lock"]))
    }
    let missing = try restore("/nowhere/backup", into: TemporaryDirectory())
    #expect(missing.status == 1 && missing.errors.contains("/nowhere/backup"))
  }

  /// What status says of the store.
  private func storeNeed(_ daemon: RunningDaemon) throws -> String {
    let needs = try daemon.json("status")["needs_person"] as? [[String: Any]] ?? []
    return needs.first { $0["kind"] as? String == "store" }?["message"] as? String ?? ""
  }

  enum Harm: String, CaseIterable, Sendable {
    case overwritten, manyPages, cutOff, lostLog
  }

  @Test(
    "real damage is said with the store's name; what reads is saved, and the rest is fetched again",
    arguments: Harm.allCases)
  func damage(_ harm: Harm) throws {
    let repository = Repository(records: 2000, page: 500)
    defer { repository.stop() }
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml])
    #expect(try daemon.ctl("refresh", "test", "--wait").status == 0)
    let file = state.path + "/catalogued.sqlite"
    if harm == .lostLog { daemon.kill() } else { daemon.stop() }
    let size = Damage.size(file)
    switch harm {
    case .overwritten:
      let revisions = try Damage.pages(of: "revision", in: file)
      try Damage.overwrite(file, at: revisions[revisions.count / 2] * 8192 + 3000, count: 600)
    case .manyPages:
      let dictionary = try Damage.pages(of: "dictionary", in: file)
      let copy = try Damage.pages(of: "dictionary_copy", in: file)
      for page in Set(dictionary + stride(from: 30, to: size / 8192, by: 9)).subtracting(copy) {
        try Damage.overwrite(file, at: page * 8192, count: 8192)
      }
    case .cutOff: #expect(truncate(file, off_t(size * 2 / 3)) == 0)
    case .lostLog: try FileManager.default.removeItem(atPath: file + "-wal")
    }

    // Found at the start, or by a check.
    var said = ""
    do {
      try daemon.start()
      if harm == .lostLog {
        for _ in 0..<2 {
          #expect(try storeNeed(daemon).contains("its log \(file)-wal is gone"))
          #expect(daemon.stop() == 0)
          try daemon.start()
        }
        said = try storeNeed(daemon)
      }
      said += try daemon.ctl("verify").output + storeNeed(daemon)
      #expect(try daemon.ctl("search", "invented").errors.contains("fatal") == false)
      #expect(daemon.stop() == 0)
    } catch is RunningDaemon.Failure {
      said = daemon.log
    }
    #expect(said.contains(file), "\(said)")
    if harm != .lostLog { #expect(said.contains("--salvage"), "\(said)") }

    let other = TemporaryDirectory()
    let result = try restore(file, into: other, "--salvage")
    print("\(harm): \(result.output)")
    #expect(result.errors.isEmpty, "\(result.errors)")
    #expect(result.output.contains("Saved what reads"))
    let saved = try StoreContents(state: other.path)
    if harm == .overwritten { #expect(saved.records.count > 1900) }
    // Among so many pages are the dictionary's, without which none of its bodies reads: its copy serves.
    if harm == .manyPages { #expect(saved.records.count > 500) }
    if harm == .cutOff { #expect(saved.records.count > 0) }
    let next = try RunningDaemon(state: other, catalogues: ["test": repository.toml])
    #expect(try next.ctl("refresh", "test", "--wait").status == 0)
    #expect(try next.ctl("verify").output == "The store is sound.\n")
    next.stop()

    let whole = TemporaryDirectory()
    let undisturbed = try RunningDaemon(state: whole, catalogues: ["test": repository.toml])
    #expect(try undisturbed.ctl("refresh", "test", "--wait").status == 0)
    undisturbed.stop()
    #expect(try StoreContents(state: other.path).records == StoreContents(state: whole.path).records)
  }

  /// One page, or a few bits, where they cost most.
  enum Spot: String, CaseIterable, Sendable {
    case dictionaries, schema, recordRoot, revisionRoot, identifierRoot, firstPage, bodyAndDictionaries
  }

  @Test("no single page, nor a bit in each copy of a dictionary, costs the store", arguments: Spot.allCases)
  func spot(_ spot: Spot) throws {
    let repository = Repository(records: 2000, page: 500)
    defer { repository.stop() }
    let state = try store(repository)
    let file = state.path + "/catalogued.sqlite"
    let whole = try StoreContents(state: state.path)
    switch spot {
    case .dictionaries, .bodyAndDictionaries:
      let dictionary = try Damage.dictionary(file)
      #expect(dictionary.count > 8000)
      for (copy, place) in [(0, dictionary.count / 2), (1, dictionary.count - 300)] {
        try Damage.flip(file, dictionary[place..<place + 40], occurrence: copy)
      }
      if spot == .bodyAndDictionaries {
        try Damage.execute(file, "UPDATE revision SET body = x'28b52ffd00' WHERE id = 11")
      }
    case .schema:
      for page in try Damage.schemaLeaves(file) { try Damage.zero(file, page: page) }
    case .recordRoot: try Damage.zero(file, page: try Damage.root(file, of: "record"))
    case .revisionRoot: try Damage.zero(file, page: try Damage.root(file, of: "revision"))
    case .identifierRoot: try Damage.zero(file, page: try Damage.root(file, of: "identifier"))
    case .firstPage: try Damage.zero(file, page: 1)
    }
    let other = TemporaryDirectory()
    let result = try restore(file, into: other, "--salvage")
    #expect(result.errors.isEmpty, "\(result.errors)")
    let saved = try StoreContents(state: other.path)
    if spot == .bodyAndDictionaries {
      #expect(saved.records.count == whole.records.count - 1)
      #expect(result.status == 1 && result.output.contains(" 1 lost"), "\(result.output)")
    } else {
      #expect(saved.records == whole.records, "\(result.output)")
      #expect(result.output.contains(" 0 lost"), "\(result.output)")
    }
    let next = try RunningDaemon(state: other, catalogues: ["test": repository.toml])
    #expect(try next.ctl("verify").output == "The store is sound.\n")
    #expect(try next.ctl("refresh", "test", "--wait").status == 0)
    next.stop()
    #expect(try StoreContents(state: other.path).records == whole.records)
  }

  @Test("what is not a store of ours is not saved, nor one of a newer release; a damaged header is no reason")
  func notOurs() throws {
    let repository = Repository(records: 200, page: 50)
    defer { repository.stop() }
    let state = try store(repository)
    let good = try Data(contentsOf: URL(fileURLWithPath: state.path + "/catalogued.sqlite"))
    func harmed(_ offset: Int, _ bytes: [UInt8]) -> Data {
      var data = good
      data.replaceSubrange(offset..<offset + bytes.count, with: bytes)
      return data
    }
    let foreign = TemporaryDirectory()
    let path = foreign.file("foreign.sqlite")
    #expect(
      try Programs.run(
        "/usr/bin/sqlite3", [path, "CREATE TABLE letter(text); INSERT INTO letter VALUES('Dear librarian')"]
      ).status == 0)
    let foreignBytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let refused: [(Data, String)] = [
      (Data(String(repeating: "A letter. ", count: 5000).utf8), "nothing of a store"),
      (foreignBytes, "another program"), (harmed(60, [0, 0, 0, 99]), "newer release"),
    ]
    for (bytes, why) in refused {
      let other = TemporaryDirectory()
      let result = try restore(other.write(bytes, to: "old"), into: other, "--salvage")
      #expect(result.status == 1 && result.errors.contains(why), "\(why): \(result.output) \(result.errors)")
      #expect(!FileManager.default.fileExists(atPath: other.file("catalogued.sqlite")))
    }
    let whole = try StoreContents(state: state.path).records
    // The first bytes, the page size, our mark, all of the header.
    for (offset, count) in [(0, 16), (16, 2), (68, 4), (0, 100)] {
      let other = TemporaryDirectory()
      let bytes = harmed(offset, [UInt8](repeating: 0xAA, count: count))
      let result = try restore(other.write(bytes, to: "old"), into: other, "--salvage")
      #expect(result.status == 0, "\(offset): \(result.output) \(result.errors)")
      #expect(try StoreContents(state: other.path).records == whole)
    }
  }
}

extension Damage {
  private static func reading<T>(_ path: String, _ body: (Connection) throws(StorageError) -> T) throws -> T {
    let store = try Store(path: path)
    defer { store.release() }
    _ = try store.openWriter()
    return try store.read(body)
  }

  static func dictionary(_ path: String) throws -> [UInt8] {
    try reading(path) { (connection) throws(StorageError) in
      try connection.prepared("SELECT bytes FROM dictionary").first { $0.blob(0) } ?? []
    }
  }

  static func root(_ path: String, of table: String) throws -> Int {
    try reading(path) { (connection) throws(StorageError) in
      Int(
        try connection.prepared("SELECT rootpage FROM sqlite_schema WHERE name = ?").bind(0, table).first {
          $0.int(0)
        } ?? 1)
    }
  }

  /// The pages below the schema's root (file format, 1.6).
  static func schemaLeaves(_ path: String) throws -> [Int] {
    let page = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)).prefix(8192))
    try #require(page[100] == 5)
    func number(_ at: Int, _ count: Int) -> Int {
      var value = 0
      for byte in page[at..<at + count] { value = value << 8 | Int(byte) }
      return value
    }
    let cells = (0..<number(103, 2)).map { number(112 + $0 * 2, 2) }
    return cells.map { number($0, 4) } + [number(108, 4)]
  }

  static func zero(_ path: String, page: Int) throws {
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    try file.seek(toOffset: UInt64(page - 1) * 8192)
    try file.write(contentsOf: Data(count: 8192))
    try file.close()
  }

  /// Flips a bit in the middle of an occurrence of some bytes.
  static func flip(_ path: String, _ bytes: ArraySlice<UInt8>, occurrence: Int) throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    var start = data.startIndex
    for _ in 0..<occurrence {
      start = try #require(data.range(of: Data(bytes), in: start..<data.endIndex)).upperBound
    }
    let place = try #require(data.range(of: Data(bytes), in: start..<data.endIndex))
    data[place.lowerBound + bytes.count / 2] ^= 4
    try data.write(to: URL(fileURLWithPath: path))
  }
}
