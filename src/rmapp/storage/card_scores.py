"""What cards say of the newest assessment: the grade as it counts now, the total, and the day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rmapp.domain.loan_class import NON_PERFORMING, NON_PERFORMING_FLAG, OVERDUE_FLAG, OWES_NO_MORE
from rmapp.domain.scoring import standing_grade
from rmapp.storage.scorecards import scorecard_of
from rmapp.storage.signal_rows import STANDING_LATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmapp.storage.store import Store

ScoreColumns = tuple[str | None, int | None, str | None]
NO_SCORE: ScoreColumns = (None, None, None)

_NEWEST = """SELECT firm_id, grade, override, CAST(round(CAST(total AS REAL) * 10) AS INTEGER), as_of, flags,
        scorecard, version FROM (
        SELECT firm_id, grade, override, total, as_of, flags, scorecard, version,
            row_number() OVER (PARTITION BY firm_id ORDER BY as_of DESC, created_at DESC, id DESC) AS place
        FROM assessment WHERE deleted_at IS NULL AND {scope})
    WHERE place = 1"""


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))


_HELD = f"""SELECT firm_id, flag FROM risk_flag WHERE deleted_at IS NULL AND cleared_on IS NULL AND {{scope}}
    UNION ALL SELECT DISTINCT firm_id, '{NON_PERFORMING_FLAG}' FROM facility WHERE deleted_at IS NULL
        AND loan_class IN ({_quoted(NON_PERFORMING)}) AND status NOT IN ({_quoted(OWES_NO_MORE)}) AND {{scope}}
    UNION ALL SELECT DISTINCT firm_id, '{OVERDUE_FLAG}' FROM signal WHERE {STANDING_LATE} AND {{scope}}
    UNION ALL SELECT DISTINCT firm_id, '{NON_PERFORMING_FLAG}' FROM signal
        WHERE {STANDING_LATE} AND instr(cause, ' ') > 0 AND {{scope}}"""


def score_columns(store: Store, ids: str | None) -> dict[str, ScoreColumns]:
    """Return grade, total in tenths of a point and day for some firms (a JSON list of ids; None means all).

    Stops and caps found since the assessment are in the grade; with a stop there is no total (domain 5.3). Of
    loans the class that was entered counts, and what the rule of late lines found on its last look.
    """
    scope = "1" if ids is None else "firm_id IN (SELECT value FROM json_each(?1))"
    bound = () if ids is None else (ids,)
    held: dict[str, list[str]] = {}
    for firm_id, flag in store.rows(_HELD.format(scope=scope), bound):
        held.setdefault(firm_id, []).append(flag)
    found: dict[str, ScoreColumns] = {}
    for firm_id, grade, override, total, as_of, flags, code, version in store.rows(_NEWEST.format(scope=scope), bound):
        counts, shown = override or grade, total
        since = [flag for flag in held.get(firm_id, ()) if flag not in json.loads(flags or "[]")]
        card = scorecard_of(store, code, version) if since and grade else None
        if card is not None:
            counts = standing_grade(card, grade, override, since)
            shown = None if counts == card.grade_x.code else total
        found[firm_id] = (counts or None, shown, as_of)
    return found
