"""The derived tables of lists and search; they hold nothing of their own and are never logged."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.storage.driver import Connection

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "firm_id": "TEXT PRIMARY KEY",
        "name_en": "TEXT",
        "second_en": "TEXT",
        "name_zh": "TEXT",
        "second_zh": "TEXT",
        "sort_en": "TEXT",
        "sort_zh": "TEXT",
        "haystack": "TEXT",
        "monogram": "TEXT",
        "stage": "TEXT",
        "stage_rank": "INTEGER",
        "stage_since": "TEXT",
        "tier": "TEXT",
        "status": "TEXT",
        "nature": "TEXT",
        "watch": "TEXT",
        "owner": "TEXT",
        "deputies": "TEXT",
        "region": "TEXT",
        "city": "TEXT",
        "industry": "TEXT",
        "outstanding": "INTEGER",
        "limit_minor": "INTEGER",
        "undrawn": "INTEGER",
        "utilisation_bp": "INTEGER",
        "mixed": "INTEGER",
        "has_line": "INTEGER",
        "next_maturity": "TEXT",
        "next_kind": "TEXT",
        "next_type": "TEXT",
        "next_text": "TEXT",
        "next_at": "TEXT",
        "last_contact": "TEXT",
    }
)
"""The columns of `firm_card` with their types; money is in minor units of CNY, days are ISO text."""


def create(connection: Connection) -> None:
    """Make the tables: a card for each firm, the spellings of people's names, and the text of meetings.

    Each name order has an index that holds all that a text search looks at.
    """
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"CREATE TABLE firm_card ({columns}) STRICT")
    for language in ("en", "zh"):
        connection.execute(
            f"CREATE INDEX firm_card_by_name_{language} ON firm_card(sort_{language}, haystack, firm_id)"
        )
    connection.execute("CREATE TABLE person_index (person_id TEXT PRIMARY KEY, haystack TEXT) STRICT")
    connection.execute("CREATE INDEX person_index_by_name ON person_index(haystack, person_id)")
    connection.execute(
        "CREATE VIRTUAL TABLE note_index USING fts5(body, content='', contentless_delete=1, tokenize='trigram')"
    )
    connection.execute("CREATE VIRTUAL TABLE note_term USING fts5vocab(note_index, 'row')")
