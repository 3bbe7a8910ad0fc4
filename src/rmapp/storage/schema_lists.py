"""The derived tables of lists and search; they hold nothing of their own and are never logged."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.storage.driver import Connection

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "firm_id": "TEXT UNIQUE",
        "made_of": "TEXT",
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


_LOOK_UPS = (
    "firm_by_uscc ON firm(uscc)",
    "firm_by_lei ON firm(lei)",
    "facility_by_maturity ON facility(maturity_on, status)",
    "meeting_by_start ON meeting(starts_at, status)",
)
"""Indexes over living rows of logged tables, for looking up duplicates, counting and newest notes.

None begins with a status: the engine would take it for a better way to one firm's rows than the firm's id.
"""


_OF_CARDS = (
    "firm_card_by_name_{language} ON firm_card(sort_{language}, haystack, firm_id)",
    """firm_card_in_order_{language} ON firm_card(sort_{language}, firm_id, stage, tier, status, nature, watch, owner,
        deputies, region, industry, has_line, next_maturity, last_contact, outstanding, undrawn)""",
    "firm_card_by_maturity ON firm_card(next_maturity)",
)
"""Indexes of cards: all that a text search looks at, all that filters and sums look at, and whose day has passed.

They spare the cards themselves, which are several times as long: an encrypted page is dear to read.
"""


def create(connection: Connection) -> None:
    """Make the tables: a card for each firm, the spellings of people's names, groups of three characters."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"CREATE TABLE firm_card (rid INTEGER PRIMARY KEY, {columns}) STRICT")
    for index in dict.fromkeys(form.format(language=language) for form in _OF_CARDS for language in ("en", "zh")):
        connection.execute(f"CREATE INDEX {index}")
    connection.execute("CREATE TABLE person_index (person_id TEXT PRIMARY KEY, haystack TEXT) STRICT")
    connection.execute("CREATE INDEX person_index_by_name ON person_index(haystack, person_id)")
    # The groups of cards say only which firms hold them; where they stand is looked up in the card.
    for index, options in (("firm_group", "detail=none"), ("note_group", "detail=full")):
        connection.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5("
            f"body, content='', contentless_delete=1, tokenize='trigram', {options})"
        )
        connection.execute(f"CREATE VIRTUAL TABLE {index}_term USING fts5vocab({index}, 'row')")
    for look_up in _LOOK_UPS:
        connection.execute(f"CREATE INDEX {look_up} WHERE deleted_at IS NULL")
