"""What the schema needs for the visit loop: call reports, attachments, classes, papers out, the next touch."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.storage.schema_v1 import create_business_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.storage.driver import Connection

CARD_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "last_touch": "TEXT",
        "next_touch": "TEXT",
        "touch_days": "INTEGER",
        "touch_kind": "TEXT",
        "silent_after": "TEXT",
    }
)
"""The columns that the cards of firms gained: the last meeting of substance, the next one due, the interval,
and the day after which nobody has met the firm for too long.

`touch_days` is NULL only in cards written before these columns were there.
"""

_OF_CARDS = (
    "by_next_touch ON firm_card(next_touch, touch_days, firm_id)",
    "by_last_touch ON firm_card(tier, last_touch, firm_id)",
    "by_silence ON firm_card(silent_after, firm_id, last_touch)",
)
"""Indexes of cards: who is to be met, the most urgent first, who of a tier was not seen for longest, who is silent."""

SCREENED = "confidentiality IN ('internal', 'restricted')"
"""The condition of the indexes over rows that some outputs leave out; a query has to repeat it word by word."""

TOLD = "deleted_at IS NULL AND code = 'no_contact' AND origin = 'rule' AND (status = 'closed' OR gone_on IS NULL)"
"""The condition of the index over signals of silence that are not told again; a query repeats it word by word."""

_TABLES = {
    "call_report": (
        "meeting_id, absent, sights, credit_facts, warning_ticks, team_change, technology_change, market_change, "
        "judgement, stage_proposed, stage_evidence, stage_reason, next_on, no_next_reason, next_purpose, "
        "next_preparation, next_meeting_id, copy_no"
    ),
    "answer": "meeting_id, firm_id, question, asked, answer, means, answered_as_of, value, written_on",
    "need": (
        "meeting_id, firm_id, scenario, product, amount_minor int, amount_ccy, timing, likelihood, step, note, "
        "facility_id"
    ),
    "attachment": (
        "firm_id, meeting_id, promise_id, kind, name, caption, media_type, size int, width int, height int, pages int, "
        "sha256, taken_on, copy_no, confidentiality"
    ),
    "touch_snooze": "firm_id, until, reason",
    "question_rest": "firm_id, question, until, reason",
    "class_change": "kind, row_id, before, after, reason",
}

_CLASSED = (
    "listing",
    "ownership_link",
    "group_limit",
    "designation_holding",
    "ip_count_claim",
    "ip_right",
    "funding_event",
    "funding_total_claim",
    "overseas_presence",
    "financial_snapshot",
    "claim",
    "person",
    "drawdown",
    "valuation",
    "stage_event",
    "promise",
    "paper_record",
    "table_export",
)
"""The tables that gained a confidentiality class."""

_COLUMNS = (
    "meeting ADD COLUMN purpose_kind TEXT",
    "meeting ADD COLUMN objective TEXT DEFAULT ''",
    "meeting ADD COLUMN key_question TEXT DEFAULT ''",
    "meeting ADD COLUMN decision_ready TEXT DEFAULT ''",
    "meeting ADD COLUMN questions TEXT DEFAULT '[]'",
    "meeting ADD COLUMN calendar_uid TEXT DEFAULT ''",
    "attendee ADD COLUMN covers TEXT DEFAULT ''",
    "promise ADD COLUMN proof TEXT DEFAULT ''",
    "promise ADD COLUMN first_due_on TEXT",
    "paper_record ADD COLUMN meeting_id TEXT",
    "paper_record ADD COLUMN copies INTEGER DEFAULT 1",
    "paper_record ADD COLUMN recipient TEXT DEFAULT ''",
    "paper_record ADD COLUMN reason TEXT DEFAULT ''",
    "paper_record ADD COLUMN destroy_by TEXT",
    "paper_record ADD COLUMN ended_on TEXT",
    "paper_record ADD COLUMN fate TEXT",
    "paper_record ADD COLUMN questions TEXT DEFAULT '[]'",
    "table_export ADD COLUMN reason TEXT DEFAULT ''",
    "table_export ADD COLUMN destroy_by TEXT",
    "table_export ADD COLUMN ended_on TEXT",
    "table_export ADD COLUMN fate TEXT",
)

_LETTERS = """CREATE VIRTUAL TABLE note_letter USING fts5(
    body, content='', contentless_delete=1, tokenize='ascii', detail=none)"""
"""Which notes hold a single character; groups of three (`note_group`) cannot tell."""

_LOOK_UPS = (
    "attachment_by_content ON attachment(sha256)",
    "answer_by_question ON answer(firm_id, question)",
    "promise_by_due ON promise(due_on, status)",
    "designation_by_end ON designation_holding(expires_on)",
    "paper_by_copy ON paper_record(copy_no)",
    "paper_by_end ON paper_record(destroy_by, ended_on)",
    "meeting_by_calendar ON meeting(calendar_uid)",
    "meeting_in_order ON meeting(starts_at, id, firm_id, type, status, author, confidentiality)",
)

_SCREENED = (*_CLASSED, "meeting", "facility", "collateral", "other_line", "attachment")
"""The tables whose few internal and restricted rows are looked up for each paper."""


def create(connection: Connection) -> None:
    """Make the new tables and columns, and the indexes over their living rows."""
    for table, columns in _TABLES.items():
        create_business_table(connection, table, columns)
    for table in _CLASSED:
        connection.execute(f"ALTER TABLE {table} ADD COLUMN confidentiality TEXT DEFAULT 'client_confidential'")
    for change in _COLUMNS:
        connection.execute(f"ALTER TABLE {change}")
    for name, kind in CARD_COLUMNS.items():
        connection.execute(f"ALTER TABLE firm_card ADD COLUMN {name} {kind}")
    for index in _OF_CARDS:
        connection.execute(f"CREATE INDEX firm_card_{index}")
    connection.execute(_LETTERS)
    for look_up in _LOOK_UPS:
        connection.execute(f"CREATE INDEX {look_up} WHERE deleted_at IS NULL")
    connection.execute(f"CREATE INDEX signal_told ON signal(firm_id, cause) WHERE {TOLD}")
    for table in _SCREENED:
        connection.execute(f"CREATE INDEX {table}_screened ON {table}(confidentiality) WHERE {SCREENED}")
