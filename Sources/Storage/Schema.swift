/// The schema's steps, oldest first. A step that was released is never edited: a change is a new step.
enum Schema {
  struct Step: Sendable {
    var name: String
    var sql: String
  }

  static let steps: [Step] = [
    Step(name: "catalogues, records, reports, runs", sql: first),
    Step(name: "conditional requests, polling, decisions that wait", sql: second),
    Step(name: "forgotten catalogues, purges, what persons were told", sql: third),
    Step(name: "a second copy of each dictionary", sql: fourth),
    Step(name: "pauses", sql: fifth),
    Step(name: "persons' decisions, reports of several records, conflicts", sql: sixth),
    Step(name: "when a decision was made among revisions and changes", sql: seventh),
    Step(name: "titles without spaces between Chinese and Japanese characters", sql: eighth),
    Step(name: "pages that are asked for one by one", sql: ninth),
    Step(name: "less to write for each record", sql: tenth),
    Step(name: "who purged, how conflicts ended, and when what was settled again was logged", sql: eleventh),
    Step(name: "who brought a decision from another store", sql: twelfth),
    Step(name: "titles with ligatures, and digits and articles of more scripts", sql: thirteenth),
  ]

  private static let thirteenth = """
    -- Titles are folded otherwise: by what records are alike is written down anew.
    DELETE FROM likeness;
    DELETE FROM likeness_new;
    UPDATE mend SET after = 0 WHERE catalogue IS NULL AND keys = 1;
    INSERT INTO mend(catalogue, after, keys) SELECT NULL, 0, 1
      WHERE EXISTS(SELECT 1 FROM record) AND NOT EXISTS(SELECT 1 FROM mend WHERE catalogue IS NULL AND keys = 1);
    """

  private static let twelfth = """
    ALTER TABLE decision ADD COLUMN imported_at INTEGER;
    ALTER TABLE decision ADD COLUMN imported_by TEXT;
    """

  private static let eleventh = """
    ALTER TABLE change ADD COLUMN by TEXT;         -- of a purge: the user who wanted it
    ALTER TABLE change ADD COLUMN ending TEXT;     -- of a conflict's end: how it ended then
    -- What a change of priority, a purge or a better parser made to show otherwise was logged with a revision of long
    -- before, and seemed to be as old; but the log is searched by time. Such a row has no higher revision than those
    -- before it: it is of no earlier time than the last row before it that is as it ought to be.
    UPDATE change SET at = late.at FROM (
      SELECT number, revision.at AS made, (
        SELECT coalesce(sound.at, shown.at) FROM change AS sound LEFT JOIN revision AS shown ON shown.id = sound.revision
        WHERE sound.number = behind) AS at
      FROM (
        SELECT number, change.revision, isLate,
          max(CASE WHEN (at IS NOT NULL OR revision > 0) AND NOT isLate THEN number END) OVER (ORDER BY number) AS behind
        FROM (
          SELECT number, revision, at, at IS NULL AND revision > 0 AND revision <= coalesce(max(revision)
            OVER (ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS isLate
          FROM change) AS change) AS change
      JOIN revision ON revision.id = change.revision WHERE isLate) AS late
    WHERE change.number = late.number AND late.at > late.made;
    """

  private static let tenth = """
    -- Hashes come in no order, so that each page of records would change nearly every page of a large table: new rows
    -- stand in a small one until there are enough of them (`RecordKeys`).
    CREATE TABLE likeness_new(hash INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY(hash, record))
      STRICT, WITHOUT ROWID;
    CREATE VIEW likeness_all AS SELECT hash, record FROM likeness UNION ALL SELECT hash, record FROM likeness_new;
    -- A list of kinds made SQLite open a table for every change.
    DROP INDEX change_of;
    CREATE INDEX change_of ON change(report) WHERE kind >= 6;
    DROP INDEX change_joined;
    CREATE INDEX change_joined ON change(other) WHERE kind = 6 AND other IS NOT NULL;
    """

  private static let ninth = """
    -- Landing pages, as lists name them: what decides whether one is asked for again.
    CREATE TABLE page(
      catalogue INTEGER NOT NULL REFERENCES catalogue,
      address TEXT NOT NULL,
      lastmod TEXT NOT NULL,                     -- as the list said; empty where it said nothing
      etag TEXT, last_modified TEXT,             -- of the answer that was read last, byte for byte
      identifier TEXT,                           -- of the record that it was read as
      kind TEXT NOT NULL,                        -- report, gone, event …
      version INTEGER NOT NULL,                  -- of the parser that read it
      run INTEGER NOT NULL, at INTEGER NOT NULL, -- that asked for it last, and when
      PRIMARY KEY(catalogue, address)
    ) STRICT, WITHOUT ROWID;
    """

  private static let eighth = """
    -- Titles are folded otherwise: by what records are alike is written down anew.
    DELETE FROM likeness;
    INSERT INTO mend(catalogue, after, keys) SELECT NULL, 0, 1
      WHERE EXISTS(SELECT 1 FROM record) AND NOT EXISTS(SELECT 1 FROM mend WHERE catalogue IS NULL AND keys = 1);
    """

  private static let seventh = """
    -- The last revision and the last change before it: seconds do not tell what was first. NULL: made before this step.
    ALTER TABLE decision ADD COLUMN revision INTEGER;
    ALTER TABLE decision ADD COLUMN change INTEGER;
    """

  private static let sixth = """
    -- What persons decided, in order, as the JSON of `Decision`.
    CREATE TABLE decision(
      number INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT, decision TEXT NOT NULL
    ) STRICT;
    CREATE INDEX decision_at ON decision(at);
    -- The records whose reports a decision concerns, those of the decisions that it names included.
    CREATE TABLE decision_record(record INTEGER NOT NULL, decision INTEGER NOT NULL, PRIMARY KEY(record, decision))
      STRICT, WITHOUT ROWID;
    CREATE INDEX decision_record_decision ON decision_record(decision);
    -- By what live records are alike (rule 9): hashes.
    CREATE TABLE likeness(hash INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY(hash, record))
      STRICT, WITHOUT ROWID;
    CREATE TABLE suggestion(a INTEGER NOT NULL, b INTEGER NOT NULL, kind TEXT NOT NULL, PRIMARY KEY(a, b))
      STRICT, WITHOUT ROWID;
    CREATE INDEX suggestion_b ON suggestion(b);
    -- What stands, or stood, against each other (rules 11, 12 and 14).
    CREATE TABLE conflict(
      number INTEGER PRIMARY KEY,
      identity TEXT NOT NULL UNIQUE,             -- the same edit and the same upstream value
      report INTEGER NOT NULL,
      kind TEXT NOT NULL,
      catalogue INTEGER NOT NULL,                -- whose upstream it is
      revision INTEGER NOT NULL,                 -- the one that opened it
      said TEXT NOT NULL,                        -- the JSON of `Conflict`
      opened INTEGER NOT NULL,
      closed INTEGER,
      ending TEXT,
      decision INTEGER                           -- by which it ended, where a person ended it
    ) STRICT;
    CREATE INDEX conflict_open ON conflict(report) WHERE closed IS NULL;
    CREATE INDEX conflict_report ON conflict(report);
    CREATE INDEX conflict_waiting ON conflict(number) WHERE closed IS NULL;
    -- What of a report is not what its supplier says, as `ReportPatch` writes it; NULL for nearly all.
    ALTER TABLE report ADD COLUMN patch BLOB;
    -- Of joins and splits the other report, of conflicts the conflict; and the decision that made the change.
    ALTER TABLE change ADD COLUMN other INTEGER;
    ALTER TABLE change ADD COLUMN decision INTEGER;
    CREATE INDEX change_joined ON change(other) WHERE kind = 6;
    -- When it was made, where no revision says so.
    ALTER TABLE change ADD COLUMN at INTEGER;
    -- Joins, splits, and conflicts with their ends: what a report's history tells besides revisions and decisions.
    CREATE INDEX change_of ON change(report) WHERE kind IN (6, 7, 9, 10);
    CREATE INDEX change_split ON change(other) WHERE kind = 7;
    ALTER TABLE counter ADD COLUMN decision INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE counter ADD COLUMN conflict INTEGER NOT NULL DEFAULT 0;
    -- What shows where its upstream changes what was edited (rule 11), by field: "abstract=upstream title=local".
    ALTER TABLE catalogue ADD COLUMN policies TEXT NOT NULL DEFAULT '';
    -- Records that are to be looked at again in the background: those above `after`, of one catalogue or of all;
    -- `keys`: by what they find each other is to be written down first.
    CREATE TABLE mend(id INTEGER PRIMARY KEY, catalogue INTEGER, after INTEGER NOT NULL, keys INTEGER NOT NULL) STRICT;
    INSERT INTO mend(catalogue, after, keys) SELECT NULL, 0, 1 WHERE EXISTS(SELECT 1 FROM record);

    DROP VIEW report_text;
    CREATE VIEW report_text AS
      SELECT report.id AS id,
        catalogued_text(v.body, v.dictionary, report.patch, 0) AS title,
        catalogued_text(v.body, v.dictionary, report.patch, 1) AS contributors,
        catalogued_text(v.body, v.dictionary, report.patch, 2) AS subjects,
        catalogued_text(v.body, v.dictionary, report.patch, 3) AS abstract,
        catalogued_text(v.body, v.dictionary, report.patch, 4) AS sections
      FROM report JOIN record ON record.id = report.supplier JOIN revision AS v ON v.id = record.live_revision;
    """

  private static let fifth = """
    -- Whether a person wants the upstream to be asked no more for the time being.
    ALTER TABLE catalogue ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
    """

  private static let fourth = """
    -- Without its dictionary no body reads: a damaged store is saved by the copy. It is made at a run's close, and so lies
    -- elsewhere in the file.
    CREATE TABLE dictionary_copy(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    INSERT INTO dictionary_copy SELECT id, bytes FROM dictionary;
    """

  private static let third = """
    -- What is asked for and where, as Sync writes it: by it a file that was given another name is recognised.
    ALTER TABLE catalogue ADD COLUMN source TEXT;
    -- 1: a person wants it no longer listed. 2: what only it carries is being removed.
    ALTER TABLE catalogue ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
    -- Changes that tell of a purge outlive the report.
    CREATE INDEX change_purged ON change(report) WHERE kind = 5;
    -- What the notify command was told and still holds, and up to which change each search was looked at.
    CREATE TABLE told(topic TEXT PRIMARY KEY, value INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    """

  private static let second = """
    -- Of the last answer that was wholly applied (RFC 9110, 8.8), byte for byte; and of which request and parser.
    ALTER TABLE catalogue ADD COLUMN etag TEXT;
    ALTER TABLE catalogue ADD COLUMN last_modified TEXT;
    ALTER TABLE catalogue ADD COLUMN validators_of TEXT;
    -- How often the upstream wants to be asked, as Sync writes it.
    ALTER TABLE catalogue ADD COLUMN polling TEXT NOT NULL DEFAULT '';
    -- What `format = "auto"` took the catalogue for, and at which address.
    ALTER TABLE catalogue ADD COLUMN taken_for TEXT;
    ALTER TABLE catalogue ADD COLUMN taken_for_at TEXT;
    -- The mapping of fields by which its kept bytes were read.
    ALTER TABLE catalogue ADD COLUMN fields TEXT NOT NULL DEFAULT '';
    -- Persons' decisions that wait for the close of an open run, and what of the held set the person saw.
    CREATE TABLE pending(
      id INTEGER PRIMARY KEY, catalogue INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE pending_saw(pending INTEGER NOT NULL, record INTEGER NOT NULL, absent INTEGER NOT NULL,
      datestamp INTEGER, PRIMARY KEY(pending, record)) STRICT;
    CREATE INDEX report_withdrawn ON report(withdrawn) WHERE withdrawn = 1;
    -- Runs to which the upstream said that nothing has changed. Only the last few are kept.
    ALTER TABLE run ADD COLUMN not_modified INTEGER NOT NULL DEFAULT 0;
    """

  private static let first = """
    -- The one row of numbers given out so far: none is given out twice, even after a purge.
    CREATE TABLE counter(
      id INTEGER PRIMARY KEY CHECK (id = 1),
      record INTEGER NOT NULL, revision INTEGER NOT NULL, change INTEGER NOT NULL
    ) STRICT;
    INSERT INTO counter VALUES(1, 0, 0, 0);

    CREATE TABLE catalogue(
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      priority INTEGER NOT NULL,
      configured INTEGER NOT NULL,
      live INTEGER NOT NULL DEFAULT 0,           -- live records
      withdrawn INTEGER NOT NULL DEFAULT 0,      -- tombstones
      scope TEXT,                                -- of the last closed run (rule 8)
      response_date INTEGER,                     -- of the last closed run: the next one's `from`
      full_closed INTEGER,                       -- when a full run last closed
      promises_tombstones INTEGER NOT NULL DEFAULT 0,
      about TEXT NOT NULL DEFAULT ''             -- what the upstream says of itself
    ) STRICT;

    CREATE TABLE dictionary(
      id INTEGER PRIMARY KEY,
      catalogue INTEGER NOT NULL REFERENCES catalogue,
      bytes BLOB NOT NULL
    ) STRICT;

    CREATE TABLE record(
      id INTEGER PRIMARY KEY,
      catalogue INTEGER NOT NULL REFERENCES catalogue,
      identifier TEXT NOT NULL,                  -- the upstream's own
      report INTEGER,                            -- none before its first live revision
      live INTEGER NOT NULL,
      datestamp INTEGER,
      missed INTEGER NOT NULL DEFAULT 0,         -- complete lists in a row without it (rule 6)
      hash BLOB NOT NULL,                        -- of the raw bytes heard last, with their context
      revision INTEGER NOT NULL,                 -- the last one
      live_revision INTEGER,                     -- the last live one
      UNIQUE(catalogue, identifier)
    ) STRICT;
    CREATE INDEX record_report ON record(report) WHERE report IS NOT id;

    CREATE TABLE revision(
      id INTEGER PRIMARY KEY,
      record INTEGER NOT NULL,
      previous INTEGER,                          -- the record's revision before
      run INTEGER NOT NULL,
      at INTEGER NOT NULL,                       -- when it was taken
      datestamp INTEGER,
      dictionary INTEGER NOT NULL,               -- 0 for none
      body BLOB NOT NULL                         -- report, context and raw bytes; a tombstone's report is empty
    ) STRICT;

    CREATE TABLE identifier(
      scheme INTEGER NOT NULL, value TEXT NOT NULL, record INTEGER NOT NULL,
      PRIMARY KEY(scheme, value, record)
    ) STRICT, WITHOUT ROWID;

    -- What the library shows. A report's number is its lowest record's. While one record supplies all of it, the report
    -- is that record's last live revision, and nothing is kept twice.
    CREATE TABLE report(
      id INTEGER PRIMARY KEY,
      withdrawn INTEGER NOT NULL,
      supplier INTEGER NOT NULL                  -- the record that supplies it
    ) STRICT;

    CREATE VIEW report_text AS
      SELECT report.id AS id,
        catalogued_text(v.body, v.dictionary, 0) AS title,
        catalogued_text(v.body, v.dictionary, 1) AS contributors,
        catalogued_text(v.body, v.dictionary, 2) AS subjects,
        catalogued_text(v.body, v.dictionary, 3) AS abstract,
        catalogued_text(v.body, v.dictionary, 4) AS sections
      FROM report JOIN record ON record.id = report.supplier JOIN revision AS v ON v.id = record.live_revision;
    CREATE VIRTUAL TABLE report_index USING fts5(
      title, contributors, subjects, abstract, sections,
      content='report_text', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
    INSERT INTO report_index(report_index, rank) VALUES('automerge', 0);
    INSERT INTO report_index(report_index, rank) VALUES('crisismerge', 16);
    INSERT INTO report_index(report_index, rank) VALUES('hashsize', 4194304);
    INSERT INTO report_index(report_index, rank) VALUES('rank', 'bm25(10.0, 5.0, 4.0, 1.0, 3.0)');

    -- Every committed change of what the library shows, in order.
    CREATE TABLE change(
      number INTEGER PRIMARY KEY,
      kind INTEGER NOT NULL,
      report INTEGER NOT NULL,
      revision INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE run(
      id INTEGER PRIMARY KEY,
      catalogue INTEGER NOT NULL REFERENCES catalogue,
      state INTEGER NOT NULL,
      full INTEGER NOT NULL,
      scope TEXT NOT NULL,
      begun INTEGER NOT NULL,
      ended INTEGER,
      checkpoint TEXT NOT NULL DEFAULT '',
      pass INTEGER NOT NULL DEFAULT 0,
      complete INTEGER NOT NULL DEFAULT 1,       -- no record with an unreadable identifier so far (rule 6)
      message TEXT NOT NULL DEFAULT '',
      repairs TEXT NOT NULL DEFAULT '{}',
      requests INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, pages INTEGER NOT NULL DEFAULT 0,
      heard INTEGER NOT NULL DEFAULT 0, added INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
      unchanged INTEGER NOT NULL DEFAULT 0, gone INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0,
      stale INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
      expected INTEGER,
      live_at_close INTEGER,                     -- before the close's deletions (rule 7)
      gone_unapproved INTEGER                    -- deletions that the close applied (rule 7)
    ) STRICT;
    CREATE INDEX run_catalogue ON run(catalogue, id);

    -- An open run's own memory; dropped when it ends.
    CREATE TABLE run_page(run INTEGER NOT NULL, page INTEGER NOT NULL, pass INTEGER NOT NULL, memory BLOB NOT NULL,
      PRIMARY KEY(run, page)) STRICT, WITHOUT ROWID;
    CREATE TABLE run_staged(run INTEGER NOT NULL, record INTEGER NOT NULL, datestamp INTEGER,
      hash BLOB NOT NULL, dictionary INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(run, record)) STRICT;
    CREATE TABLE run_older(run INTEGER NOT NULL, record INTEGER NOT NULL, live INTEGER NOT NULL, datestamp INTEGER,
      hash BLOB NOT NULL, dictionary INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(run, record)) STRICT;
    CREATE TABLE run_was_held(run INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY(run, record))
      STRICT, WITHOUT ROWID;

    -- Deletions that wait for a person, and those that a person refused (rule 7). Absent: the record was missing from
    -- complete lists, no statement names it.
    CREATE TABLE held(catalogue INTEGER NOT NULL, record INTEGER NOT NULL, absent INTEGER NOT NULL, datestamp INTEGER,
      hash BLOB NOT NULL, dictionary INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(catalogue, record)) STRICT;
    CREATE TABLE refused(catalogue INTEGER NOT NULL, record INTEGER NOT NULL, absent INTEGER NOT NULL,
      datestamp INTEGER, UNIQUE(catalogue, record, absent, datestamp)) STRICT;

    -- What could not be read, with its bytes.
    CREATE TABLE reject(
      id INTEGER PRIMARY KEY,
      catalogue INTEGER NOT NULL,
      run INTEGER NOT NULL,
      identifier TEXT,
      place INTEGER NOT NULL,
      reason TEXT NOT NULL,
      hash BLOB NOT NULL,
      context BLOB NOT NULL,
      bytes BLOB NOT NULL,
      at INTEGER NOT NULL,
      UNIQUE(catalogue, hash)
    ) STRICT;
    CREATE INDEX reject_identifier ON reject(catalogue, identifier);
    """
}
