"""How far a technology is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.wording import format_partial
from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmapp.domain.technology import TechnologyStep

HIGHEST = 9


def latest_step(steps: Iterable[TechnologyStep]) -> TechnologyStep | None:
    """Return the step that counts: the one reached last, of one day the one written last; None for none."""
    return max(steps, key=step_order, default=None)


def step_text(phase: str | None, readiness: int | None) -> str:
    """Return phase and readiness level: “Product: from 1 to 10, readiness 7 of 9”."""
    level = _("readiness {n} of {most}").format(n=readiness, most=HIGHEST) if readiness is not None else ""
    return listed(part for part in (reference.text("technology_phase", phase) if phase else "", level) if part)


def since_text(step: TechnologyStep) -> str:
    """Return since when the technology is so far."""
    return _("since {date}").format(date=format_partial(step.reached_on))


def step_order(step: TechnologyStep) -> tuple[str, str, str]:
    """Return what steps are sorted by: the day they were reached, then the order of writing."""
    return str(step.reached_on), step.created_at, step.id
