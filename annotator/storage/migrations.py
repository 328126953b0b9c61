"""The file's shape, as ordered migrations. A migration that was released never changes.

Every table is STRICT. Going and coming back are writes, so rows keep a ``deleted`` flag; the views at the end
show only what lives and read well in any SQLite browser; those that take JSON apart are for such browsers only,
since this program trusts no schema (``trusted_schema = OFF``). Offsets are code points, half-open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x5251494D  # "RQIM"

TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL, length INTEGER NOT NULL) STRICT;
CREATE TABLE documents (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0, text TEXT REFERENCES texts(hash) DEFERRABLE INITIALLY DEFERRED,
  metadata TEXT NOT NULL DEFAULT '{}', deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX documents_in_order ON documents(position, id, name) WHERE NOT deleted;
CREATE INDEX documents_by_text ON documents(text);
CREATE TABLE annotators (
  id TEXT PRIMARY KEY, position INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE layers (
  id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  annotator TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'annotation', status TEXT NOT NULL DEFAULT 'new',
  deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX layers_of_document ON layers(document);
CREATE INDEX layers_by_status ON layers(annotator, status, document) WHERE NOT deleted;
CREATE TABLE spans (
  id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  layer TEXT NOT NULL REFERENCES layers(id) DEFERRABLE INITIALLY DEFERRED,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, fragments TEXT, text TEXT NOT NULL, mention_key TEXT NOT NULL,
  label TEXT NOT NULL, attributes TEXT NOT NULL DEFAULT '{}', note TEXT NOT NULL DEFAULT '',
  unsure INTEGER NOT NULL DEFAULT 0, origin TEXT NOT NULL DEFAULT '{}', scheme_version INTEGER NOT NULL DEFAULT 1,
  deleted INTEGER NOT NULL DEFAULT 0, CHECK ("end" > start AND start >= 0)) STRICT;
CREATE INDEX spans_of_layer ON spans(layer, start) WHERE NOT deleted;
CREATE TABLE relations (
  id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  layer TEXT NOT NULL REFERENCES layers(id) DEFERRABLE INITIALLY DEFERRED, type TEXT NOT NULL,
  head TEXT NOT NULL REFERENCES spans(id) DEFERRABLE INITIALLY DEFERRED,
  tail TEXT NOT NULL REFERENCES spans(id) DEFERRABLE INITIALLY DEFERRED,
  attributes TEXT NOT NULL DEFAULT '{}', deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX relations_of_layer ON relations(layer);
CREATE INDEX relations_by_head ON relations(head);
CREATE INDEX relations_by_tail ON relations(tail);
CREATE TABLE entities (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, aliases TEXT NOT NULL DEFAULT '[]', kind TEXT NOT NULL DEFAULT '',
  wikidata TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE suggestions (
  id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, label TEXT NOT NULL,
  attributes TEXT NOT NULL DEFAULT '{}', score REAL NOT NULL DEFAULT 1, suggester TEXT NOT NULL DEFAULT '',
  why TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX suggestions_of_document ON suggestions(document, start) WHERE NOT deleted;
CREATE TABLE suggested_relations (
  id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  type TEXT NOT NULL, head TEXT NOT NULL REFERENCES suggestions(id) DEFERRABLE INITIALLY DEFERRED,
  tail TEXT NOT NULL REFERENCES suggestions(id) DEFERRABLE INITIALLY DEFERRED, score REAL NOT NULL DEFAULT 1,
  why TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX suggested_relations_of_document ON suggested_relations(document);
CREATE INDEX suggested_relations_by_head ON suggested_relations(head);
CREATE INDEX suggested_relations_by_tail ON suggested_relations(tail);
CREATE TABLE decisions (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, suggestion TEXT NOT NULL, annotator TEXT NOT NULL,
  decision TEXT NOT NULL, span TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX decisions_of_suggestion ON decisions(suggestion);
CREATE INDEX decisions_of_document ON decisions(document);
CREATE TABLE schemes (
  id TEXT PRIMARY KEY, version INTEGER NOT NULL, content TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE scheme_versions (version INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (version, content)) STRICT;
CREATE TABLE settings (
  id TEXT PRIMARY KEY, value TEXT NOT NULL DEFAULT 'null', deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, chain TEXT NOT NULL, number INTEGER NOT NULL,
  lamport INTEGER NOT NULL, time TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, command TEXT NOT NULL,
  said TEXT NOT NULL, target TEXT NOT NULL DEFAULT '', parents TEXT NOT NULL, brought_by TEXT NOT NULL DEFAULT '',
  undone INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX events_by_actor ON events(actor, seq);
CREATE INDEX events_by_lamport ON events(lamport);
CREATE INDEX events_brought ON events(brought_by) WHERE brought_by <> '';
CREATE TABLE event_ops (
  event INTEGER NOT NULL REFERENCES events(seq), document TEXT NOT NULL, layer TEXT NOT NULL, hash TEXT NOT NULL,
  ops TEXT, inverse TEXT, PRIMARY KEY (event, document, layer)) STRICT;
CREATE INDEX event_ops_of_document ON event_ops(document, event);
CREATE TABLE refusals (
  document TEXT NOT NULL, chain TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (document, chain)) STRICT;
CREATE TABLE twins (document TEXT PRIMARY KEY, same_as TEXT NOT NULL) STRICT;
CREATE TABLE conflicts (
  document TEXT NOT NULL, kind TEXT NOT NULL, thing TEXT NOT NULL, field TEXT NOT NULL, kept TEXT NOT NULL,
  lost TEXT NOT NULL, kept_by TEXT NOT NULL, lost_by TEXT NOT NULL, kept_event TEXT NOT NULL,
  lost_event TEXT NOT NULL, PRIMARY KEY (document, kind, thing, field, lost_event)) STRICT;
CREATE TABLE active_time (
  chain TEXT NOT NULL, document TEXT NOT NULL, annotator TEXT NOT NULL, seconds REAL NOT NULL,
  PRIMARY KEY (chain, document, annotator)) STRICT;
CREATE TABLE marks (
  name TEXT NOT NULL, value ANY NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (name, value, document)
  ) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE document_words USING fts5(words, content='', tokenize="unicode61 remove_diacritics 0");
"""

VIEWS = """
CREATE VIEW view_documents AS
  SELECT d.id, d.name, d.position, t.length, t.text, d.metadata FROM documents d JOIN texts t ON t.hash = d.text
  WHERE NOT d.deleted ORDER BY d.position, d.id;
CREATE VIEW view_spans AS
  SELECT s.id, d.name AS document, l.annotator AS layer, s.start, s."end", s.text, s.label,
    s.attributes, s.note, s.unsure, s.fragments, s.origin, s.document AS document_id
  FROM spans s JOIN layers l ON l.id = s.layer JOIN documents d ON d.id = s.document
  WHERE NOT s.deleted AND NOT l.deleted AND NOT d.deleted;
CREATE VIEW view_all_spans AS
  SELECT s.* FROM spans s JOIN layers l ON l.id = s.layer JOIN documents d ON d.id = s.document
  WHERE NOT s.deleted AND NOT l.deleted AND NOT d.deleted;
CREATE VIEW view_relations AS
  SELECT r.id, d.name AS document, l.annotator AS layer, r.type, h.text AS head, t.text AS tail,
    r.head AS head_id, r.tail AS tail_id
  FROM relations r JOIN layers l ON l.id = r.layer JOIN documents d ON d.id = r.document
  JOIN spans h ON h.id = r.head JOIN spans t ON t.id = r.tail
  WHERE NOT r.deleted AND NOT h.deleted AND NOT t.deleted AND NOT d.deleted;
CREATE VIEW view_claims AS
  SELECT s.document, s.layer, s.text AS figure, s.attributes ->> 'value' AS value,
    s.attributes ->> 'value_max' AS value_max, s.attributes ->> 'bound' AS bound, s.attributes ->> 'unit' AS unit,
    s.attributes ->> 'kind' AS kind,
    (SELECT group_concat(r.tail, ' · ') FROM view_relations r WHERE r.head_id = s.id AND r.type = 'COUNTS') AS counts,
    (SELECT group_concat(r.tail, ' · ') FROM view_relations r WHERE r.head_id = s.id AND r.type = 'PART_OF') AS part_of,
    (SELECT group_concat(r.tail, ' · ') FROM view_relations r
      WHERE r.head_id = s.id AND r.type = 'REPORTED_BY') AS reported_by
  FROM view_spans s WHERE s.label = 'FIGURE';
CREATE VIEW view_suggestions AS
  SELECT g.id, d.name AS document, g.start, g."end", g.text, g.label, g.score, g.suggester, g.why, g.attributes,
    c.annotator AS decided_by, c.decision
  FROM suggestions g JOIN documents d ON d.id = g.document
  LEFT JOIN decisions c ON c.suggestion = g.id AND NOT c.deleted WHERE NOT g.deleted AND NOT d.deleted;
CREATE VIEW view_history AS
  SELECT e.seq, e.time, e.actor, e.kind, e.command ->> 'command' AS command, e.undone,
    (SELECT group_concat(document, ' ') FROM (SELECT DISTINCT document FROM event_ops o WHERE o.event = e.seq))
    AS documents
  FROM events e ORDER BY e.seq;
"""


def _run(connection: sqlite3.Connection, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def first_shape(connection: sqlite3.Connection) -> None:
    """Version 1: documents, layers, spans, relations, entities, suggestions, the scheme and the event log."""
    _run(connection, TABLES)
    _run(connection, VIEWS)


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (first_shape,)
"""The migrations in order; the file's ``user_version`` counts those that it has been through."""


def register(database: Database) -> None:
    """Bring a file to the newest shape through sqlite-utils' migrations, which keep a record in the file."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("raqim")
    for step in STEPS:
        migrations(name=step.__name__)(lambda db, step=step: step(db.conn))
    migrations.apply(database)
    database.conn.execute(f"PRAGMA user_version = {len(STEPS)}")
    database.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
