import Storage

extension Library {
  /// What the notify command was told and still holds, by topic.
  public func told() throws(LibraryError) -> [String: ToldRow] {
    try reading { (connection) throws(StorageError) in try connection.told() }
  }

  /// Notes that the notify command was told: a new value each, or nil where something is over.
  public func noteTold(_ topics: [String: Int64?]) throws(LibraryError) {
    let now = now()
    try writer.performInTurn { (room) throws(LibraryError) in
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          for (topic, value) in topics {
            if let value {
              try room.connection.noteTold(topic, value: value, at: now)
            } else {
              try room.connection.forgetTold(topic)
            }
          }
        }
      }
    }
  }

  /// How many deletions are held of each catalogue that has some.
  public func heldCounts() throws(LibraryError) -> [Int64: Int] {
    try reading { (connection) throws(StorageError) in try connection.heldCounts() }
  }

  /// The first run of those in a row that held deletions of a catalogue: what is held is held since then. 0 where none is
  /// known.
  public func holder(catalogue: Int64) throws(LibraryError) -> Int64 {
    var holder: Int64 = 0
    for run in try runs(catalogue: catalogue, before: nil, limit: 1000).items
    where run.state.isClose && run.scope != "reparse" {
      guard run.state == .held else { break }
      holder = run.number
    }
    return holder
  }

  /// When a run of the catalogue last closed, in seconds since 1970, if that was at `time` or later.
  public func closed(catalogue: Int64, since time: Int64) throws(LibraryError) -> Int64? {
    let last = try runs(catalogue: catalogue, before: nil, limit: 20).items.first { $0.state.isClose }
    return last?.ended.flatMap { $0 >= time ? $0 : nil }
  }

  /// The reports that a range of changes has added and that match, as `search` understands words; and how many there are.
  public func additions(matching words: String, catalogue: Int64?, changes: Range<Int64>, limit: Int)
    throws(LibraryError) -> (rows: [SearchRow], total: Int)
  {
    guard let expression = try Self.expression(words) else { return ([], 0) }
    return try reading { (connection) throws(StorageError) in
      try connection.additions(expression, catalogue: catalogue, changes: changes, limit: limit)
    }
  }
}
