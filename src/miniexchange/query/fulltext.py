"""Full text: an index of every record's stems, made with SQLite's FTS5 and kept in the cache as its bytes.

A stem is written `stem` in the catalogue's language and `stem_nl` in another, so that each word is only found by the rules of
its own language. The score of a word is BM25, three times for the titles, 1.5 times for what says what a record is about
(summary, keywords, terms), and once for the rest: added up, for within one BM25 a weight soon makes no more difference.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.rows import Rows
from miniexchange.diagnostic import UserError
from miniexchange.query.passages import PassageReader, Passages, Spoken
from miniexchange.query.records import Records
from miniexchange.query.syntax import Value
from miniexchange.text.stems import primary, stems

_VERSION = b"fulltext 1\n"
"""Changes with the form of the index, so that an older one is made again."""
_ENTRY = "fulltext"
_SHORT = 80
"""Texts with fewer characters are likely to come again."""
_SCORE = "-(3.0 * bm25(texts, 1, 0, 0) + 1.5 * bm25(texts, 0, 1, 0) + bm25(texts, 0, 0, 1))"


class FullText:
    """The full text of a catalogue; the index is read or made when it is first searched."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._base = primary(records.settings.catalogue.language)
        self._database: sqlite3.Connection | None = None
        self._languages: list[str] = []
        self._first: dict[str, int] = {}

    def scores(self, values: Iterable[Value], kind: str) -> dict[str, float]:
        """Id → BM25 score (higher is better) of the records of a kind that have any of the words or phrases."""
        scores: dict[str, float] = {}
        for value in values:
            for record_id, score in self._scores_of(value, kind).items():
                scores[record_id] = scores.get(record_id, 0.0) + score
        return scores

    def _scores_of(self, value: Value, kind: str) -> dict[str, float]:
        """The scores of one word or phrase: of the language in which it fits best, for many languages share words."""
        database, rows = self._open(), self._records.rows.narrow(kind, ())
        first = self._first[kind]
        scores: dict[str, float] = {}
        for language in self._languages:
            phrase = _marked(stems(value.text, language), language, self._base)
            found = database.execute(
                f"SELECT rowid, {_SCORE} FROM texts WHERE texts MATCH ? AND rowid BETWEEN ? AND ?",
                (f'"{phrase}"', first, first + len(rows) - 1),
            )
            for number, score in found:
                record_id = rows[number - first].id
                scores[record_id] = max(round(score, 6), scores.get(record_id, 0.0))
        return scores

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = self._kept() or self._made()
            self._languages = [
                row[0] for row in self._database.execute("SELECT language FROM languages ORDER BY 1")
            ]
            self._first = dict(self._database.execute("SELECT kind, first FROM kinds"))
        return self._database

    def _key(self) -> bytes:
        return _VERSION + f"{self._base} {self._records.digest}\n".encode()

    def _kept(self) -> sqlite3.Connection | None:
        data, key = self._records.load(_ENTRY), self._key()
        if data is None or not data.startswith(key) or len(data) == len(key):
            return None
        database = sqlite3.connect(":memory:")
        try:
            database.deserialize(memoryview(data)[len(key) :])
            database.execute("SELECT count(*) FROM languages, kinds").fetchall()
        except sqlite3.DatabaseError:
            return None
        return database

    def _made(self) -> sqlite3.Connection:
        database = build_index(self._records)
        self._records.store(_ENTRY, self._key() + database.serialize())
        return database


def build_index(records: Records) -> sqlite3.Connection:
    """A database in memory with the full text of every record, numbered from 1 by kind and id."""
    database = sqlite3.connect(":memory:")
    try:
        # "ascii" leaves the stems as they are: words of plain or foreign letters, and `_` before a language.
        database.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(title, about, body, content='', tokenize=\"ascii tokenchars '_'\")"
        )
    except sqlite3.OperationalError as error:
        raise UserError(
            f"this Python cannot search text: {error}", "install a Python whose SQLite has FTS5"
        ) from None
    languages: set[str] = set()
    database.executemany(
        "INSERT INTO texts(rowid, title, about, body) VALUES (?, ?, ?, ?)", _entries(records, languages)
    )
    database.execute("INSERT INTO texts(texts) VALUES ('optimize')")
    database.execute("CREATE TABLE languages (language TEXT)")
    database.executemany("INSERT INTO languages VALUES (?)", [(language,) for language in sorted(languages)])
    database.execute("CREATE TABLE kinds (kind TEXT, first INTEGER)")
    database.executemany("INSERT INTO kinds VALUES (?, ?)", _first_numbers(records.rows).items())
    database.commit()
    database.execute("VACUUM")
    return database


def _entries(records: Records, languages: set[str]) -> Iterator[tuple[int, str, str, str]]:
    base = primary(records.settings.catalogue.language)
    languages.add(base)
    passages = PassageReader(records.rows, base)
    met: dict[tuple[str, str], str] = {}
    number = 0
    for kind in KINDS:
        for row in records.rows.of(kind):
            number += 1
            found: Passages = passages.passages(row, records.read_document(row))
            title, about, body = (_indexed(spoken, base, languages, met) for spoken in found)
            yield number, title, about, body


def _indexed(spoken: Spoken, base: str, languages: set[str], met: dict[tuple[str, str], str]) -> str:
    """The stems of all the texts, with a full stop of its own behind each, so that no phrase runs into the next text.

    Labels and names come again and again: `met` remembers them.
    """
    parts = []
    for tag, texts in spoken.items():
        language = primary(tag)
        languages.add(language)
        for text in texts:
            part = met.get((language, text))
            if part is None:
                part = _marked(stems(text, language), language, base) + " _"
                if len(text) < _SHORT:
                    met[language, text] = part
            parts.append(part)
    return " ".join(parts)


def _marked(words: Sequence[str], language: str, base: str) -> str:
    return " ".join(words) if language == base else " ".join(f"{word}_{language}" for word in words)


def _first_numbers(rows: Rows) -> dict[str, int]:
    """Kind → the number of its first record in the index."""
    first, number = {}, 1
    for kind in KINDS:
        first[kind] = number
        number += len(rows.of(kind))
    return first
