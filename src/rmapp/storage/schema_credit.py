"""What the schema needs for the credit book in full: security, covenants, signals, other lenders, group limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.storage.schema_v1 import create_business_table

if TYPE_CHECKING:
    from rmapp.storage.driver import Connection

_TABLES = {
    "line_status_event": "facility_id, from_status, to_status, on, note",
    "sub_limit": "group_limit_id, firm_id, family, limit_minor int, limit_ccy",
    "collateral": (
        "source, as_of, citation, firm_id, type, description, owner, ip_right_id, lendable_bp int, insured_to, "
        "confidentiality, note"
    ),
    "valuation": ("source, as_of, citation, collateral_id, value_minor int, value_ccy, valued_on, valuer, note"),
    "charge": (
        "collateral_id, facility_id, ranking int, registration_no, registered_on, registered_to, "
        "secured_minor int, secured_ccy, ended_on, note"
    ),
    "guarantee": (
        "facility_id, type, guarantor_kind, guarantor_id, guarantor_name, amount_minor int, amount_ccy, "
        "share_bp int, valid_from, valid_to, note"
    ),
    "covenant": (
        "facility_id, type, name, metric, operator, threshold, ccy, frequency, first_test_on, "
        "days_to_deliver int, grace_days int, consequence, active int, note"
    ),
    "covenant_test": (
        "covenant_id, test_on, due_on, received_on, value, threshold, snapshot_id, result, cured_on, note"
    ),
    "covenant_waiver": "test_id, granted_on, until, approver, reason",
    "other_line": (
        "source, as_of, citation, firm_id, lender, lender_kind, facility_type, limit_minor int, limit_ccy, "
        "outstanding_minor int, outstanding_ccy, ccy, security, price_note, matures_on, confidence, "
        "confidentiality, note"
    ),
    "signal": (
        "firm_id, code, severity, origin, subject, cause, raised_on, evidence, status, gone_on, acknowledged_on, "
        "closed_on, result"
    ),
    "pledge_check": "ip_right_id, ground, answer, evidence, checked_on",
    "base_rate_quote": "base, on, rate_bp int, source",
    "table_export": "firm_id, title, row_count int, language, sha256",
}

_COLUMNS = (
    "facility ADD COLUMN schedule TEXT DEFAULT '[]'",
    "facility ADD COLUMN obligor_id TEXT",
    "facility ADD COLUMN exposure_factor_bp INTEGER",
    "facility ADD COLUMN exception_note TEXT DEFAULT ''",
    "facility ADD COLUMN loan_class_source TEXT DEFAULT ''",
    "facility ADD COLUMN overdue_since TEXT",
    "drawing_condition ADD COLUMN waived_on TEXT",
    "drawing_condition ADD COLUMN waived_reason TEXT DEFAULT ''",
    "drawdown ADD COLUMN notional_minor INTEGER",
    "drawdown ADD COLUMN notional_ccy TEXT",
    "drawdown ADD COLUMN factor_bp INTEGER",
    "drawdown ADD COLUMN uses TEXT DEFAULT '[]'",
    "drawdown ADD COLUMN first_check_on TEXT",
    "drawdown ADD COLUMN checked_on TEXT",
    "drawdown ADD COLUMN check_note TEXT DEFAULT ''",
    "group_limit ADD COLUMN reference_no TEXT DEFAULT ''",
    "group_limit ADD COLUMN split TEXT DEFAULT 'unknown'",
    "group_limit ADD COLUMN with_dependents INTEGER DEFAULT 0",
)

_LOOK_UPS = (
    "facility_by_obligor ON facility(obligor_id)",
    "guarantee_by_guarantor ON guarantee(guarantor_id)",
    "signal_by_status ON signal(status, severity)",
    "drawdown_by_due ON drawdown(due_on)",
    "drawdown_by_check ON drawdown(first_check_on)",
    "covenant_test_by_due ON covenant_test(due_on, result)",
)


def create(connection: Connection) -> None:
    """Make the new tables and columns, and the indexes over their living rows."""
    for table, columns in _TABLES.items():
        create_business_table(connection, table, columns)
    for change in _COLUMNS:
        connection.execute(f"ALTER TABLE {change}")
    for look_up in _LOOK_UPS:
        connection.execute(f"CREATE INDEX {look_up} WHERE deleted_at IS NULL")
