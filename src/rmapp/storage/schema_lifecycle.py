"""What the schema needs for lifecycle, assessment and product fit: evidence, applications, scores, decisions."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.storage.schema_v1 import create_business_table
from rmapp.storage.schema_visits import SCREENED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.storage.driver import Connection

CARD_COLUMNS: Mapping[str, str] = MappingProxyType({"grade": "TEXT", "score": "INTEGER", "scored_on": "TEXT"})
"""The columns that the cards of firms gained: the grade of the latest assessment with an override, its total in
tenths of a point, and its day."""

_SOURCED = "source, as_of, citation, confidentiality"

_TABLES = {
    "stage_evidence": f"firm_id, evidence, met int, seen_on, note, meeting_id, attachment_id, {_SOURCED}",
    "stage_decision": "firm_id, from_stage, to_stage, answer, reason, decided_on, until, basis",
    "stage_task": "stage, code, side, text, due_days int, place int, active int",
    "technology_step": f"firm_id, phase, readiness int, reached_on, note, {_SOURCED}",
    "ipo_application": (
        "firm_id, track, board, sponsor, auditor, counsel, planned_raise_minor int, planned_raise_ccy, "
        f"market_value_minor int, market_value_ccy, market_value_on, milestone_reached int, closed_on, note, {_SOURCED}"
    ),
    "ipo_event": (
        f"firm_id, ipo_application_id, status, reached_on, round int, recorded_at, recorded_by, note, {_SOURCED}"
    ),
    "ipo_action": f"firm_id, ipo_application_id, kind, status, owner, due_on, done_on, note, {_SOURCED}",
    "assessment": (
        "firm_id, scorecard, version, profile, as_of, indicators, dimensions, total, completeness, grade, "
        "provisional int, flags, override, override_reason, approver, assessor, reviewer, note, valid_until"
    ),
    "risk_flag": f"firm_id, flag, found_on, evidence, cleared_on, cleared_note, {_SOURCED}",
    "scorecard_edition": "code, version, status, effective_from, effective_to, content, sha256",
    "three_tests": f"firm_id, meeting_id, answered_on, answers, note, {_SOURCED}",
    "innovation_points": f"firm_id, year int, technology, growth, support, total, rank_text, {_SOURCED}",
    "product_decision": (
        "firm_id, product, answer, decided_on, until, reason, result, fit int, catalogue, basis, facility_id, "
        "meeting_id"
    ),
    "supply_link": (
        "firm_id, relation, name, other_firm_id, tier int, place, business, share_bp int, yearly_minor int, "
        f"yearly_ccy, introduction, asked_on, note, {_SOURCED}"
    ),
    "investment_link": (
        "firm_id, funding_event_id, facility_id, investor, option, option_holder, option_amount_minor int, "
        f"option_amount_ccy, option_share_bp int, terms, exercisable_from, expires_on, status, {_SOURCED}"
    ),
}

_COLUMNS = (
    "person ADD COLUMN degree TEXT",
    "person ADD COLUMN senior_title INTEGER",
    "person ADD COLUMN talent_level TEXT",
    "person ADD COLUMN venture_record TEXT",
    "claim ADD COLUMN answer INTEGER",
    "firm ADD COLUMN watch_reason TEXT DEFAULT ''",
)

_HINTS = """CREATE TABLE stage_hint (
    firm_id TEXT PRIMARY KEY, from_stage TEXT, to_stage TEXT, met INTEGER, needed INTEGER, basis TEXT) STRICT"""
"""Derived: the move that the facts of a firm propose; `basis` names the evidence it stands on."""

_FOR_THE_BOARD = (
    "firm_card_on_board ON firm_card(stage, outstanding, limit_minor, owner, deputies, tier, firm_id)",
    "firm_card_by_stay ON firm_card(stage, stage_since, firm_id)",
    "firm_ended ON firm(id) WHERE deleted_at IS NULL AND end_state <> 'operating'",
)
"""Indexes for the lifecycle board: sums and first cards of a stage, the stays in it, and firms that have ended."""

_SCREENED = (
    "stage_evidence",
    "technology_step",
    "ipo_application",
    "ipo_event",
    "ipo_action",
    "risk_flag",
    "three_tests",
    "innovation_points",
    "supply_link",
    "investment_link",
)


def create(connection: Connection) -> None:
    """Make the new tables and columns, and the indexes over their living rows."""
    for table, columns in _TABLES.items():
        create_business_table(connection, table, columns)
    for change in _COLUMNS:
        connection.execute(f"ALTER TABLE {change}")
    for name, kind in CARD_COLUMNS.items():
        connection.execute(f"ALTER TABLE firm_card ADD COLUMN {name} {kind}")
    connection.execute(_HINTS)
    for index in _FOR_THE_BOARD:
        connection.execute(f"CREATE INDEX {index}")
    connection.execute("CREATE INDEX stage_hint_by_stage ON stage_hint(to_stage, firm_id)")
    connection.execute("CREATE INDEX assessment_due ON assessment(valid_until, firm_id) WHERE deleted_at IS NULL")
    connection.execute("CREATE INDEX assessment_by_day ON assessment(firm_id, as_of) WHERE deleted_at IS NULL")
    for table in _SCREENED:
        connection.execute(f"CREATE INDEX {table}_screened ON {table}(confidentiality) WHERE {SCREENED}")
