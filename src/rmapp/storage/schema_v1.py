"""The book's first schema, word for word as it was released; later ones only add to it.

It is not read from the entities: those go on changing, and a book of this version must still open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmapp.storage.driver import Connection

BUSINESS = {
    "firm": (
        "nature, summary, country, uscc, uscc_unverified int, lei, lei_unverified int, other_ids, org_form, "
        "ownership_type, established_on, registered_capital_minor int, registered_capital_ccy, "
        "paid_in_capital_minor int, paid_in_capital_ccy, region_code, city, registered_address, "
        "operating_address, website, industry_gb, industry_isic, sei_codes, size_class, size_class_reason, "
        "tier, relationship_status, watch_status, confidentiality, owner, deputies, end_state, pinned_note, "
        "merged_into"
    ),
    "firm_name": ("firm_id, kind, lang, text, valid_from, valid_to"),
    "listing": ("source, as_of, citation, firm_id, exchange, code, board, listed_on, delisted_on"),
    "ownership_link": (
        "source, as_of, citation, parent_kind, parent_id, parent_name, child_id, kind, pct_bp int, controls "
        "int, valid_from, valid_to"
    ),
    "group_limit": (
        "source, as_of, citation, firm_id, lender, limit_minor int, limit_ccy, borrowers, security, purpose, "
        "valid_from, valid_to, status, note"
    ),
    "designation_holding": (
        "source, as_of, citation, firm_id, designation, level_text, batch, certificate_no, granted_on, "
        "expires_on, revoked_on, evidence"
    ),
    "ip_count_claim": ("source, as_of, citation, firm_id, ip_type, reported_type, status, count int, qualifier"),
    "ip_right": (
        "source, as_of, citation, firm_id, ip_type, number, title, applicant, filed_on, granted_on, status, "
        "expires_on, annual_fee_due_on, core int, pledged int, pledgee, pledge_registration_no, pledged_from, "
        "pledged_to, facility_id, valuation_minor int, valuation_ccy, valued_on, valuer"
    ),
    "funding_event": (
        "source, as_of, citation, firm_id, round, announced_on, closed_on, amount_minor int, amount_ccy, "
        "amount_qualifier, pre_money_minor int, pre_money_ccy, post_money_minor int, post_money_ccy, lead, "
        "investors, share_bp int, redemption_clause int, redemption_text"
    ),
    "funding_total_claim": ("source, as_of, citation, firm_id, amount_minor int, amount_ccy, qualifier, investors"),
    "overseas_presence": ("source, as_of, citation, firm_id, country, city, kind, since, entity_id, note"),
    "financial_snapshot": (
        "source, as_of, citation, firm_id, period_type, period_end, scope, audited int, forecast int, "
        "received_on, supersedes, qualifiers, revenue_minor int, revenue_ccy, product_revenue_minor int, "
        "product_revenue_ccy, export_revenue_minor int, export_revenue_ccy, online_revenue_minor int, "
        "online_revenue_ccy, cost_of_sales_minor int, cost_of_sales_ccy, rd_expense_minor int, "
        "rd_expense_ccy, operating_cost_minor int, operating_cost_ccy, operating_profit_minor int, "
        "operating_profit_ccy, net_profit_minor int, net_profit_ccy, operating_cash_flow_minor int, "
        "operating_cash_flow_ccy, capex_minor int, capex_ccy, cash_minor int, cash_ccy, receivables_minor "
        "int, receivables_ccy, inventory_minor int, inventory_ccy, total_assets_minor int, total_assets_ccy, "
        "total_liabilities_minor int, total_liabilities_ccy, interest_bearing_debt_minor int, "
        "interest_bearing_debt_ccy, net_assets_minor int, net_assets_ccy, tax_paid_minor int, tax_paid_ccy, "
        "headcount int, rd_headcount int"
    ),
    "claim": (
        "source, as_of, citation, firm_id, kind, text, number int, share_bp int, money_minor int, money_ccy, "
        "high_minor int, high_ccy, qualifier, period, since, note"
    ),
    "person": (
        "source, as_of, citation, name, name_latin, education_level, education_field, school, years_in_field "
        "int, record, talent_programme, work_phone, work_email, legal_basis, review_on, remark"
    ),
    "role": (
        "person_id, firm_id, role, title, influence, is_actual_controller int, is_main_contact int, "
        "valid_from, valid_to"
    ),
    "meeting": (
        "firm_id, type, status, starts_at, ends_at, time_zone, place, online_link, purpose, agenda, summary, "
        "discussion, sentiment, products_discussed, confidentiality, author, written_at, locked_at"
    ),
    "meeting_firm": ("meeting_id, firm_id"),
    "attendee": ("meeting_id, side, person_id, name, role_text, organisation"),
    "addendum": ("meeting_id, text, author"),
    "promise": (
        "firm_id, side, text, owner, person_id, due_on, status, done_on, result, meeting_id, facility_id, priority"
    ),
    "facility": (
        "source, as_of, citation, firm_id, parent_id, group_limit_id, reference_no, lender, branch, "
        "facility_type, product_code, limit_minor int, limit_ccy, limit_qualifier, ccy, committed int, "
        "revolving int, sub_limit int, tenor_months int, proposed_on, submitted_on, approved_on, "
        "approval_expires_on, signed_on, available_from, available_to, maturity_on, contract_no, approver, "
        "pricing, fees, security, use_of_proceeds, repayment_method, margin_bp int, status, status_reason, "
        "green_passage int, loan_class, loan_class_on, confidentiality, note"
    ),
    "tranche": (
        "facility_id, sequence int, purpose, amount_minor int, amount_ccy, condition, condition_due_on, "
        "condition_met_on, planned_on"
    ),
    "drawing_condition": ("facility_id, text, due_on, met_on, blocking int"),
    "drawdown": (
        "source, as_of, citation, facility_id, tranche_id, sequence int, requested_on, disbursed_on, "
        "amount_minor int, amount_ccy, due_on, rate_bp int, status, use, purpose, payee, instrument_no, "
        "margin_minor int, margin_ccy"
    ),
    "ledger_entry": ("facility_id, drawdown_id, kind, amount_minor int, amount_ccy, value_on, reverses, note"),
    "fx_rate": ("base, quote, on, rate, source"),
    "stage_event": (
        "source, as_of, citation, firm_id, from_stage, to_stage, effective_on, recorded_at, recorded_by, "
        "approver, reason, evidence, note, supersedes"
    ),
    "paper_record": ("firm_id, kind, document, language, audience, pages int, sha256, copy_no"),
    "saved_view": ("name, query, position int, icon"),
}
"""Each entity's columns after its marks; `int` marks whole numbers, all others are text."""

OWN = (
    # One row of facts about the book for each key: its name, its user, the bank.
    "CREATE TABLE book_info (key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID",
    # The device's line in the log: last running number and clock, and what the running command is.
    """CREATE TABLE device_state (rid INTEGER PRIMARY KEY CHECK (rid = 1), dev TEXT, n INTEGER, hlc INTEGER,
       now INTEGER, command_id TEXT, place TEXT) STRICT""",
    """CREATE TABLE change_log (dev TEXT, n INTEGER, hlc INTEGER, command_id TEXT, tbl TEXT, row_id TEXT,
       kind TEXT, data TEXT, PRIMARY KEY (dev, n)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX change_log_row ON change_log (row_id)",
    """CREATE TABLE command (rid INTEGER PRIMARY KEY, id TEXT UNIQUE, dev TEXT, n_first INTEGER, n_last INTEGER,
       label TEXT, actor TEXT, at TEXT, kind TEXT, target TEXT, prev_hash TEXT, hash TEXT) STRICT""",
    "CREATE INDEX command_target ON command (target)",
    "CREATE INDEX command_kind ON command (kind)",
    # What is being typed; it is not yet business data and is not logged.
    """CREATE TABLE draft (id TEXT PRIMARY KEY, kind TEXT, firm_id TEXT, body TEXT, saved_at TEXT)
       STRICT, WITHOUT ROWID""",
)


def create(connection: Connection) -> None:
    """Make all tables and indexes of the first schema."""
    for statement in OWN:
        connection.execute(statement)
    for table, columns in BUSINESS.items():
        create_business_table(connection, table, columns)


def create_business_table(connection: Connection, table: str, columns: str) -> None:
    """Make a logged table: the marks, its own columns, and an index of live rows by each reference.

    `rid` is local to this file and never referred to; nothing but the id is unique, so that two laptops
    can later be brought together.
    """
    names = [column.strip().removesuffix(" int") for column in columns.split(",")]
    own = [
        f'"{name}" ' + ("INTEGER" if column.endswith(" int") else "TEXT")
        for name, column in zip(names, columns.split(","), strict=True)
    ]
    connection.execute(
        f'CREATE TABLE "{table}" (rid INTEGER PRIMARY KEY, id TEXT UNIQUE, portfolio_id TEXT, created_at TEXT,'
        f" created_by TEXT, deleted_at TEXT, {', '.join(own)}) STRICT"
    )
    for name in names:
        if name.endswith("_id"):
            connection.execute(f'CREATE INDEX "{table}_{name}" ON "{table}" ("{name}") WHERE deleted_at IS NULL')
