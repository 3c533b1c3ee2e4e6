/// Brings a store's schema up to what this release knows, one transaction a step.
enum Migrator {
  /// "ctlg": how `file` and SQLite's tools tell our stores from other databases.
  static let applicationID: Int64 = 0x6374_6c67

  static func migrate(_ connection: Connection, path: String, steps: [Schema.Step] = Schema.steps)
    throws(StorageError)
  {
    let doing = "opening the store \(path)"
    let version = Int(try connection.prepared("PRAGMA user_version", doing: doing).first { $0.int(0) } ?? 0)
    let application = try connection.prepared("PRAGMA application_id", doing: doing).first { $0.int(0) } ?? 0
    if version == 0 {
      let tables =
        try connection.prepared("SELECT count(*) FROM sqlite_schema", doing: doing).first { $0.int(0) } ?? 0
      guard tables == 0 else {
        throw StorageError(.damaged, "opening \(path): it is a database of another program")
      }
    } else if application != applicationID {
      throw StorageError(.damaged, "opening \(path): it is a database of another program")
    }
    guard version <= steps.count else {
      throw StorageError(
        .newerSchema,
        "opening \(path): it was written by a newer release (schema \(version), this one knows \(steps.count)); "
          + "install that release again, or restore a backup from before")
    }
    for (index, step) in steps.enumerated().dropFirst(version) {
      try connection.transaction { () throws(StorageError) in
        try connection.execute(step.sql, doing: doing)
        try connection.execute("PRAGMA user_version = \(index + 1); PRAGMA application_id = \(applicationID)")
      }
    }
  }
}
