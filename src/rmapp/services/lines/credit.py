"""What credit a firm has: all its lines and their totals (domain reference, 3.4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.amounts import Totals, sum_lines
from rmapp.domain.exposure import is_ours, is_umbrella
from rmapp.domain.facility import Facility
from rmapp.domain.ownership import GroupLimit
from rmapp.errors import InputError, NotFoundError
from rmapp.i18n import _
from rmapp.services.lines.line_views import COUNTED, USE_ORDER, FacilityView, facility_views, is_counted
from rmapp.storage.current_rates import current_rates
from rmapp.storage.own_bank import bank_names

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

    A total is None where a part of it is not known or there is no such line; the limits of lines under an
    umbrella of the firm count in the umbrella, of whose room only what they can draw is free: they may wait
    for some of it, and the rest, `unplaced`, no line can draw.
    Totals are of our own bank's lines; only a firm that has none
    has those that other lenders gave it, and `reported_by` then names these lenders. `rates_on` is the day of
    the oldest exchange rate used, None where nothing was converted; `stale` says that one is old.
    `reported_lines` are the ids of all lines, and `reported_limits` the group limits in use or approved, that
    are not our own bank's.
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
    counted: tuple[FacilityView, ...]
    owing: tuple[FacilityView, ...]
    reported_by: tuple[str, ...] = ()
    stale: bool = False
    margin: Money | None = None
    over: Money | None = None
    shut: Money | None = None
    unplaced: Money | None = None
    reported_lines: frozenset[str] = frozenset()
    reported_limits: tuple[GroupLimit, ...] = ()

    @property
    def waiting(self) -> Money | None:
        """Return all that conditions and valuations hold back; None where it is not known."""
        if self.waiting_for_condition is None or self.waiting_for_value is None:
            return None
        return self.waiting_for_condition + self.waiting_for_value


def firm_credit(store: Store, firm_id: str, *, restricted: bool = True) -> FirmCredit:
    """Return all lines of a firm and their totals in CNY; without the `restricted` ones no total tells of them."""
    facilities = store.all(Facility, firm_id=firm_id)
    shown = [one for one in facilities if restricted or one.confidentiality != "restricted"]
    views = facility_views(store, shown, restricted=restricted)
    views.sort(key=lambda view: (USE_ORDER.index(view.use), view.facility.signed_on or date.max))
    banks = bank_names(store)
    reported = frozenset(view.facility.id for view in views if not is_ours(view.facility.lender, banks))
    in_totals = tuple(view for view in views if view.use in COUNTED)
    ours = tuple(view for view in in_totals if view.facility.id not in reported)
    summed = ours or in_totals
    counted = _heads(summed)
    owing = tuple(view for view in summed if not is_umbrella(view.facility.facility_type))
    totals = sum_lines(
        [view.amounts for view in counted],
        "CNY",
        store.clock.today(),
        current_rates(store),
        owing=[view.amounts for view in owing],
    )
    if not counted:
        # Nothing is known of a firm without lines here; a zero would say that it owes nothing.
        totals = Totals(None, None, None, None, None, None, None, stale=False)
    limits = tuple(store.all(GroupLimit, firm_id=firm_id))
    return FirmCredit(
        lines=tuple(views),
        limit=totals.limit,
        outstanding=totals.outstanding,
        waiting_for_condition=totals.waiting_for_condition,
        waiting_for_value=totals.waiting_for_value,
        free=totals.available,
        utilisation_bp=totals.utilisation_bp,
        rates_on=totals.rate_on,
        next_maturity=_next_maturity(store, summed),
        group_limits=limits,
        counted=counted,
        owing=owing,
        reported_by=() if ours else tuple(dict.fromkeys(view.facility.lender for view in counted)),
        stale=totals.stale,
        margin=totals.margin,
        over=totals.over,
        shut=totals.shut,
        unplaced=totals.unplaced,
        reported_lines=reported,
        reported_limits=tuple(one for one in limits if is_counted(one.status) and not is_ours(one.lender, banks)),
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


def _heads(views: Sequence[FacilityView]) -> tuple[FacilityView, ...]:
    """Return the lines whose limits add up: those that no umbrella among them stands for."""
    umbrellas = {view.facility.id for view in views if is_umbrella(view.facility.facility_type)}
    return tuple(view for view in views if view.facility.parent_id not in umbrellas)


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
        if view.facility.maturity_on is not None and (view.facility.maturity_on >= today or _owes(view))
    ]
    return min(coming, key=lambda one: one.on, default=None)


def _owes(view: FacilityView) -> bool:
    """Tell whether a line has something outstanding; past its maturity that is late, and still comes first."""
    return view.amounts.outstanding is not None and view.amounts.outstanding.minor > 0
