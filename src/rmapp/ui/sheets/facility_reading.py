"""What the form of a line says: its draft, what is wrong with it by the rows on screen, and the rows behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.money import Money
from rmapp.domain.problem import Problem
from rmapp.domain.wording import format_date
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from rmapp.domain.facility_draft import FacilityDraft
    from rmapp.ui.sheets.typed_fields import Typed


class Reading(NamedTuple):
    """What the form says; `draw_places` are the rows of the draw-downs of the draft."""

    draft: FacilityDraft
    problems: tuple[Problem, ...]
    draw_places: tuple[int, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return what has to be mended before saving."""
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Return what is doubtful."""
        return tuple(one for one in self.problems if one.severity == "warning")


def on_screen(problems: Iterable[Problem], places: Mapping[str, Sequence[int]]) -> list[Problem]:
    """Return problems of a draft with the rows on screen in their paths."""
    found = []
    for one in problems:
        fix = one.fix
        if fix is not None:
            fix = fix._replace(field=_row_path(fix.field, places))
        found.append(one._replace(field=_row_path(one.field, places), fix=fix))
    return found


def limit_reason_problem(draft: FacilityDraft, stored: Money | None) -> list[Problem]:
    """Return that a changed limit of a stored line lacks its reason."""
    if stored is None or draft.limit == stored or draft.limit_reason.strip():
        return []
    return [Problem("limit_reason", _("Say why the limit changes; it stays in the history of the line."))]


def months_between(start: date | None, end: date | None) -> int | None:
    """Return the months from one day to another, rounded to the nearest; None where one is not known."""
    if start is None or end is None or end <= start:
        return None
    return round((end - start).days / 30.4375)


def written(value: object) -> Typed:
    """Return a value of a fix as its field takes it."""
    if isinstance(value, Money):
        return f"{value.amount:f}"
    return format_date(value) if hasattr(value, "isoformat") else str(value)  # type: ignore[arg-type]


def _row_path(path: str, places: Mapping[str, Sequence[int]]) -> str:
    code, _dot, rest = path.partition(".")
    if not rest or code not in places:
        return path
    index, _dot, name = rest.partition(".")
    return f"{code}.{places[code][int(index)]}.{name}"
