import Catalogue

extension RunMemory {
  /// Rules 1 to 4 and 6: what a statement comes to. `record` is what is stored of its identifier, nil where it is
  /// unknown, with everything applied that was decided before.
  ///
  /// A statement whose identifier cannot be read is none: call `loseCompleteness`.
  public mutating func hear(_ statement: HeardStatement, record: RecordState?) -> Arrival {
    guard let record else {
      // Nothing can be missed, held, rejected or staged of what is unknown.
      switch statement.heard {
      case .live: return Arrival(.insert)
      case .deleted: return Arrival(.insertTombstone)
      case .broken: return Arrival(.refused)
      }
    }
    var effects: ArrivalEffects = []
    if see(record.number) {
      if rejected.remove(record.number, .absent) { effects.insert(.forgetRejectedAbsence) }
      if record.missed > 0 { effects.insert(.resetMissed) }
    }
    if statement.heard == .broken { return Arrival(.refused, effects) }

    if taken.contains(record.number) {
      guard isLater(statement.datestamp, than: saidLast(of: record)) else {
        return Arrival(.duplicate, effects)
      }
    } else if isLater(record.datestamp, than: statement.datestamp) {
      guard full else { return Arrival(.stale, effects) }
      if let kept = older[record.number], !isLater(statement.datestamp, than: kept.statement.datestamp) {
        return Arrival(.duplicate, effects)
      }
      older[record.number] = OlderStatement(statement, ofLiveRecord: record.isLive)
      return Arrival(.keepOlder, effects)
    }
    return take(statement, record, effects)
  }

  private mutating func take(
    _ statement: HeardStatement, _ record: RecordState, _ effects: ArrivalEffects
  ) -> Arrival {
    var effects = effects
    take(record.number)
    if older.removeValue(forKey: record.number) != nil { effects.insert(.dropOlder) }
    if statement.heard == .deleted, record.isLive {
      staged[record.number] = .stated(statement.datestamp)
      return Arrival(.stage, effects)
    }
    if staged.remove(record.number) { effects.insert(.unstage) }
    var arrival = put(statement, number: record.number, isLive: record.isLive)
    arrival.effects.formUnion(effects)
    return arrival
  }

  /// A statement becomes what is stored: at once when it is taken, at the close when it was older. A deletion gets here
  /// only for a tombstone.
  mutating func put(_ statement: HeardStatement, number: RecordNumber, isLive: Bool) -> Arrival {
    guard statement.heard == .live else { return Arrival(.restateTombstone) }
    var effects: ArrivalEffects = []
    if held.remove(number) { effects.insert(.leaveHeld) }
    if rejected.remove(number, .stated(nil)) { effects.insert(.forgetRejectedUndated) }
    return Arrival(isLive ? .put : .revive, effects)
  }

  /// The datestamp of the statement that this run took last of a record in `taken`.
  ///
  /// It needs no memory of its own. The last one taken was either a deletion of a live record, then it stands in
  /// `staged`, which only the next one taken changes; or it was inserted or put, then its datestamp became the record's,
  /// absent ones too. Until the close nothing else writes a record's datestamp: older statements, deletions, and what
  /// persons approve all wait for it.
  private func saidLast(of record: RecordState) -> Datestamp? {
    if case .stated(let datestamp) = staged[record.number] { datestamp } else { record.datestamp }
  }
}
