-- The only source of truth of a knowledge base. Vectors and the lexical index in snapshots/ can be rebuilt from it.
--
-- Rows carry the generation that added them and the one that removed them: a reader pinned to generation g sees the
-- rows with added <= g and (removed IS NULL OR removed > g), whatever a writer does meanwhile.

CREATE TABLE IF NOT EXISTS meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS files (
    row     INTEGER PRIMARY KEY,
    path    TEXT NOT NULL,              -- absolute path: what the file is found again by
    file    TEXT NOT NULL,              -- the path as it was given: what people see
    sha256  TEXT NOT NULL,
    text    TEXT NOT NULL,              -- what the offsets of its passages refer to
    report  TEXT NOT NULL,              -- JSON of the ingest report
    digest  TEXT,                       -- of the text, so that a changed byte on the disk is noticed
    added   INTEGER NOT NULL,
    removed INTEGER
);
CREATE INDEX IF NOT EXISTS files_path ON files (path);
CREATE INDEX IF NOT EXISTS files_sha256 ON files (sha256);

CREATE TABLE IF NOT EXISTS documents (
    row     INTEGER PRIMARY KEY,
    id      TEXT NOT NULL,
    file    INTEGER NOT NULL REFERENCES files (row),
    issued  TEXT,                       -- ISO date
    record  TEXT NOT NULL,              -- JSON of records.Document
    digest  TEXT,                       -- of the record
    added   INTEGER NOT NULL,
    removed INTEGER
);
CREATE INDEX IF NOT EXISTS documents_id ON documents (id);

CREATE TABLE IF NOT EXISTS passages (
    row      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (row),
    position INTEGER NOT NULL,
    form     TEXT NOT NULL,
    type     TEXT NOT NULL,
    tokens   TEXT NOT NULL,             -- the tokens of the text, a line break, those of the context
    record   TEXT NOT NULL,             -- JSON of records.Passage; after tokens, which are read for many candidates
    digest   TEXT,                      -- of the record
    context  TEXT NOT NULL,             -- title, headings and table headers, for the lexical index
    windows  TEXT NOT NULL,             -- JSON list of the texts to embed
    added    INTEGER NOT NULL,
    removed  INTEGER
);
CREATE INDEX IF NOT EXISTS passages_id ON passages (id);
CREATE INDEX IF NOT EXISTS passages_document ON passages (document, position);
CREATE INDEX IF NOT EXISTS passages_life ON passages (added, removed);
CREATE INDEX IF NOT EXISTS passages_removed ON passages (removed) WHERE removed IS NOT NULL;

-- what is compared with a query of many candidates: codes of tokens (index/wording.py), in rows short enough for a page
CREATE TABLE IF NOT EXISTS wording (
    row     INTEGER PRIMARY KEY REFERENCES passages (row) ON DELETE CASCADE,
    form    TEXT NOT NULL,
    body    BLOB NOT NULL,
    context BLOB NOT NULL
);

-- facts to filter by
CREATE TABLE IF NOT EXISTS passage_types (
    type    TEXT NOT NULL,
    passage INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE,
    PRIMARY KEY (type, passage)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS passage_types_passage ON passage_types (passage);

CREATE TABLE IF NOT EXISTS passage_dates (
    passage INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE,
    start   TEXT NOT NULL,
    "end"   TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS passage_dates_interval ON passage_dates (start, "end", passage);
CREATE INDEX IF NOT EXISTS passage_dates_passage ON passage_dates (passage);

CREATE TABLE IF NOT EXISTS passage_entities (
    passage INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE,
    name    TEXT NOT NULL,
    surface TEXT NOT NULL,
    name_en TEXT,
    kind    TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS passage_entities_named ON passage_entities (name, kind, passage);
CREATE INDEX IF NOT EXISTS passage_entities_passage ON passage_entities (passage);

CREATE TABLE IF NOT EXISTS terms (
    document     INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    abbreviation TEXT NOT NULL,
    zh           TEXT,
    en           TEXT,
    defined_in   TEXT NOT NULL          -- JSON list of passage ids
);
CREATE INDEX IF NOT EXISTS terms_document ON terms (document);

-- every form of every name in a snapshot, folded, for the expansion of queries; gathered at publication
CREATE TABLE IF NOT EXISTS names (
    generation INTEGER NOT NULL,
    form       TEXT NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    PRIMARY KEY (generation, form, name, kind)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS names_name ON names (generation, name, kind);

-- what a snapshot names: one row a thing
CREATE TABLE IF NOT EXISTS entities (
    generation INTEGER NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    name_en    TEXT,
    surfaces   TEXT NOT NULL,           -- JSON list, in order of appearance
    passages   INTEGER NOT NULL,        -- how many name it
    PRIMARY KEY (generation, name, kind)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS vectors (
    passage INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE,
    window  INTEGER NOT NULL,
    vector  BLOB NOT NULL,              -- float32, little endian
    PRIMARY KEY (passage, window)       -- with a rowid: as keys of an index, rows this long would fill a page each
);
