"""What credit a firm has: all its lines and their totals (domain reference, 3.4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.amounts import Totals, sum_lines
from rmapp.domain.facility import Facility, FxRate
from rmapp.domain.ownership import GroupLimit
from rmapp.errors import InputError, NotFoundError
from rmapp.i18n import _
from rmapp.services.line_views import COUNTED, USE_ORDER, FacilityView, facility_views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.money import Money
    from rmapp.storage.store import Store


class NextMaturity(NamedTuple):
    """What falls due next: the day, the line, what is outstanding under it, days from today."""

    on: date
    facility_id: str
    facility_type: str
    amount: Money | None
    days: int


class FirmCredit(NamedTuple):
    """All lines of a firm, newest use first, with totals in CNY of those in use or approved.

    A total is None where a part of it is not known or there is no such line; the lines under an umbrella
    limit count in the umbrella. `rates_on` is the day of the oldest exchange rate
    used, None where nothing was converted.
    """

    lines: tuple[FacilityView, ...]
    limit: Money | None
    outstanding: Money | None
    waiting_for_condition: Money | None
    waiting_for_value: Money | None
    free: Money | None
    utilisation_bp: int | None
    rates_on: date | None
    next_maturity: NextMaturity | None
    group_limits: tuple[GroupLimit, ...]

    @property
    def waiting(self) -> Money | None:
        """Return all that conditions and valuations hold back; None where it is not known."""
        if self.waiting_for_condition is None or self.waiting_for_value is None:
            return None
        return self.waiting_for_condition + self.waiting_for_value

    @property
    def counted(self) -> tuple[FacilityView, ...]:
        """Return the lines that the totals are made of."""
        return tuple(view for view in self.lines if view.use in COUNTED and view.facility.parent_id is None)


def firm_credit(store: Store, firm_id: str, *, restricted: bool = True) -> FirmCredit:
    """Return all lines of a firm and their totals in CNY; without the `restricted` ones no total tells of them."""
    facilities = store.all(Facility, firm_id=firm_id)
    shown = [one for one in facilities if restricted or one.confidentiality != "restricted"]
    views = facility_views(store, shown)
    views.sort(key=lambda view: (USE_ORDER.index(view.use), view.facility.signed_on or date.max))
    counted = [view for view in views if view.use in COUNTED and view.facility.parent_id is None]
    totals = sum_lines([view.amounts for view in counted], "CNY", store.clock.today(), store.all(FxRate))
    if not counted:
        # Nothing is known of a firm without lines here; a zero would say that it owes nothing.
        totals = Totals(None, None, None, None, None, None, None, stale=False)
    return FirmCredit(
        lines=tuple(views),
        limit=totals.limit,
        outstanding=totals.outstanding,
        waiting_for_condition=totals.waiting_for_condition,
        waiting_for_value=totals.waiting_for_value,
        free=totals.available,
        utilisation_bp=totals.utilisation_bp,
        rates_on=totals.rate_on,
        next_maturity=_next_maturity(store, counted),
        group_limits=tuple(store.all(GroupLimit, firm_id=firm_id)),
    )


def resolve_line(store: Store, text: str) -> Facility:
    """Return the line with this id or reference number. Raises NotFoundError, InputError if several have it."""
    found = store.find(Facility, text)
    if found is not None:
        return found
    matches = lines_numbered(store, text)
    if not matches:
        raise NotFoundError(_("No credit line has the reference number “{text}”.").format(text=text))
    if len(matches) > 1:
        ids = ", ".join(line.id for line in matches)
        sentence = _("Several credit lines have the number “{text}”. Give the id of one: {ids}.")
        raise InputError({"line": sentence.format(text=text, ids=ids)})
    return matches[0]


def lines_numbered(store: Store, number: str) -> list[Facility]:
    """Return the lines with a reference number; none for an empty one."""
    wanted = number.strip()
    return store.all(Facility, reference_no=wanted) if wanted else []


def _next_maturity(store: Store, views: Sequence[FacilityView]) -> NextMaturity | None:
    today = store.clock.today()
    coming = [
        NextMaturity(
            view.facility.maturity_on,
            view.facility.id,
            view.facility.facility_type,
            view.amounts.outstanding,
            (view.facility.maturity_on - today).days,
        )
        for view in views
        if view.facility.maturity_on is not None and view.facility.maturity_on >= today
    ]
    return min(coming, key=lambda one: one.on, default=None)
