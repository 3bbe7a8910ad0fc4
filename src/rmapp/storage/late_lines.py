"""Which firms may have a loan that is late or non-performing: a quick look before their lines are read in full."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rmapp.domain.loan_class import NON_PERFORMING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.storage.store import Store

_SUSPECT = """SELECT DISTINCT f.firm_id FROM facility f
    WHERE f.deleted_at IS NULL AND f.firm_id IN (SELECT value FROM json_each(:firms)) AND (
        f.loan_class IN (SELECT value FROM json_each(:classes)) OR f.overdue_since <= :today
        OR f.status IN ('active', 'suspended', 'matured') AND (
            f.maturity_on < :today
            OR EXISTS (SELECT 1 FROM json_each(f.schedule) part WHERE part.value ->> 'due_on' < :today)
            OR EXISTS (SELECT 1 FROM drawdown d
                WHERE d.facility_id = f.id AND d.deleted_at IS NULL AND d.due_on < :today)
            OR EXISTS (SELECT 1 FROM ledger_entry e
                WHERE e.facility_id = f.id AND e.deleted_at IS NULL AND e.kind = 'claim')))"""


def suspects(store: Store, firm_ids: Sequence[str], today: date) -> list[str]:
    """Return those of the firms of which a line may be late or non-performing; of the others none can be."""
    bound = {"firms": json.dumps(list(firm_ids)), "classes": json.dumps(NON_PERFORMING), "today": today.isoformat()}
    return [row[0] for row in store.rows(_SUSPECT, bound)]
