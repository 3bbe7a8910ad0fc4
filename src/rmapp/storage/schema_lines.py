"""The derived table behind the list of credit lines; it holds nothing of its own and is never logged."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.storage.driver import Connection

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "facility_id": "TEXT UNIQUE",
        "firm_id": "TEXT",
        "parent_id": "TEXT",
        "sort_en": "TEXT",
        "sort_zh": "TEXT",
        "number": "TEXT",
        "numbers": "TEXT",
        "facility_type": "TEXT",
        "family": "TEXT",
        "status": "TEXT",
        "status_rank": "INTEGER",
        "lender": "TEXT",
        "ccy": "TEXT",
        "limit_minor": "INTEGER",
        "limit_cny": "INTEGER",
        "outstanding_minor": "INTEGER",
        "outstanding_cny": "INTEGER",
        "utilisation_bp": "INTEGER",
        "over_limit": "INTEGER",
        "price_base": "TEXT",
        "price_bp": "INTEGER",
        "floor_bp": "INTEGER",
        "cap_bp": "INTEGER",
        "first_reset_on": "TEXT",
        "repricing": "TEXT",
        "maturity_on": "TEXT",
        "lapses_on": "TEXT",
        "securities": "TEXT",
    }
)
"""The columns of `line_card` with their types.

`_minor` is in minor units of `ccy`, `_cny` in those of CNY; `numbers` is reference and contract number as
they are searched; `price_bp` is the spread, or the whole rate of the base `fixed`; days are ISO text.
"""

_INDEXES = (
    """line_card_in_order_{language} ON line_card(sort_{language}, number, facility_id, firm_id, status, lender,
        family, ccy, maturity_on, over_limit, limit_cny, outstanding_cny)""",
    "line_card_by_maturity ON line_card(maturity_on, status)",
    "line_card_by_firm ON line_card(firm_id)",
    "line_card_by_lapse ON line_card(lapses_on) WHERE lapses_on IS NOT NULL",
    "line_card_by_reset ON line_card(first_reset_on) WHERE first_reset_on IS NOT NULL",
    "line_card_by_parent ON line_card(parent_id) WHERE parent_id IS NOT NULL",
)


def create(connection: Connection) -> None:
    """Make the table and its indexes."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"CREATE TABLE line_card (rid INTEGER PRIMARY KEY, {columns}) STRICT")
    for index in dict.fromkeys(form.format(language=language) for form in _INDEXES for language in ("en", "zh")):
        connection.execute(f"CREATE INDEX {index}")
