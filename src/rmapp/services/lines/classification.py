"""The class a line must have at least by its overdue days, beside the one that a person entered (domain 3.10).

The class itself is always entered by a person; nothing here sets it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import loan_class, reference
from rmapp.domain.amounts import counting_entries
from rmapp.domain.facility import Facility, FxRate
from rmapp.domain.loan_class import NON_PERFORMING, Due
from rmapp.domain.money import Money, convert_all, total
from rmapp.domain.wording import format_days
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.lines.line_views import FacilityView, facility_views, is_paid_out, sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rmapp.storage.store import Store


class ImpliedClass(NamedTuple):
    """What the facts say about the class of a line.

    `since` is the first day that something was late and `overdue_days` the days from it to today, both
    counted; 0 where nothing is late, None where the movements are not known. `minimum` is the best class
    that is possible, None where nothing speaks against any; `spread` tells that it comes from the debtor's
    other lines. `warning` is a sentence where the entered class is better.
    """

    overdue_days: int | None
    since: date | None
    minimum: str | None
    spread: bool
    entered: str | None
    warning: str


def implied_class(store: Store, facility_id: str) -> ImpliedClass:
    """Return the least class of a line beside the entered one. Raises NotFoundError."""
    return firm_classes(store, store.get(Facility, facility_id).firm_id)[facility_id]


def firm_classes(store: Store, firm_id: str) -> dict[str, ImpliedClass]:
    """Return the least and the entered class of each line of a firm by the line's id."""
    return many_classes(store, [firm_id]).get(firm_id, {})


def many_classes(store: Store, firm_ids: Sequence[str]) -> dict[str, dict[str, ImpliedClass]]:
    """Return the least and the entered class of each line of these firms; firms without a line are left out."""
    by_firm: dict[str, list[FacilityView]] = {}
    for view in facility_views(store, store.all(Facility, firm_id=list(firm_ids))):
        by_firm.setdefault(view.facility.firm_id, []).append(view)
    return {firm_id: _classes(store, views) for firm_id, views in by_firm.items()}


def _classes(store: Store, views: Sequence[FacilityView]) -> dict[str, ImpliedClass]:
    today = store.clock.today()
    lates = {view.facility.id: late_since(view, today) for view in views}
    floors = {id: None if since is None else loan_class.floor_of(_days(since, today)) for id, since in lates.items()}
    spreads = _is_spread(store, views, floors)
    found = {}
    for view in views:
        facility, since = view.facility, lates[view.facility.id]
        floor = floors[facility.id]
        least = loan_class.worse(floor, NON_PERFORMING[0]) if spreads and owes(view) else floor
        days = 0 if since is None else _days(since, today)
        found[facility.id] = ImpliedClass(
            overdue_days=None if since is None and view.amounts.outstanding is None else days,
            since=since,
            minimum=least,
            spread=least != floor,
            entered=facility.loan_class,
            warning=_warning(facility, least, days, is_spread=least != floor),
        )
    return found


def late_since(view: FacilityView, today: date) -> date | None:
    """Return the first day on which something of a line was late and still is; None where nothing is known to be.

    Principal is late the day after it was due: by the schedule, by a draw-down's day, else when the line
    matured. A bill, letter of credit or guarantee is late from the day the bank had to pay for it.
    """
    entered = view.facility.overdue_since
    days = [entered] if entered is not None and entered <= today else []
    if view.use == "in_use" and owes(view):
        is_lent = reference.facility_types()[view.facility.facility_type].draw_unit == "drawdown"
        principal = _principal_since(view, today) if is_lent else _claim_since(view, today)
        days += [principal] if principal is not None else []
    return min(days, default=None)


def owes(view: FacilityView) -> bool:
    """Tell whether something is known to be outstanding under a line."""
    outstanding = view.amounts.outstanding
    return outstanding is not None and outstanding.minor > 0


def set_class(
    store: Store,
    facility_id: str,
    entered: str,
    on: date,
    source: str = "",
    *,
    overdue_since: date | None,
) -> Facility:
    """Write the class that was decided, its day and where it comes from, and since when something is late.

    Raises InputError for a class that does not exist and for a day to come; a class that is better than
    the facts allow is written, and warned about.
    """
    problems = {}
    if entered not in reference.labels("loan_class"):
        problems["loan_class"] = _("Choose one of the five classes.")
    to_come = _("This day is still to come.")
    problems |= {"loan_class_on": to_come} if on > store.clock.today() else {}
    problems |= {"overdue_since": to_come} if overdue_since and overdue_since > store.clock.today() else {}
    if problems:
        raise InputError(problems)
    return store.change(
        Facility,
        facility_id,
        loan_class=entered,
        loan_class_on=on,
        loan_class_source=source.strip(),
        overdue_since=overdue_since,
    )


def _days(since: date, today: date) -> int:
    return (today - since).days + 1


def _principal_since(view: FacilityView, today: date) -> date | None:
    ccy, facility = view.facility.ccy, view.facility
    paid_out = [draw for draw in view.draws if is_paid_out(draw)]
    ids = {draw.id for draw in paid_out}
    back = [one for one in counting_entries(view.entries) if sign(one.kind) < 0]
    loose = total((one.amount for one in back if one.drawdown_id not in ids), ccy)
    by_draw = [Due(due, view.owed_of(draw)) for draw in paid_out if (due := draw.due_on or facility.maturity_on)]
    whole = view.amounts.disbursed or Money.zero(ccy)
    rest = whole - total((draw.amount for draw in paid_out), ccy)
    if rest.minor > 0 and facility.maturity_on is not None:
        by_draw.append(Due(facility.maturity_on, rest))
    planned = [Due(one.due_on, one.principal) for one in facility.schedule]
    unpaid = [
        loan_class.first_unpaid(by_draw, loose, today),
        loan_class.first_unpaid(planned, total((one.amount for one in back), ccy), today),
    ]
    first = min((day for day in unpaid if day is not None), default=None)
    return None if first is None else first + timedelta(days=1)


def _claim_since(view: FacilityView, today: date) -> date | None:
    open_ids = {draw.id for draw in view.draws if view.owed_of(draw).minor > 0}
    days = [
        entry.value_on.first_day()
        for entry in counting_entries(view.entries)
        if entry.kind == "claim" and entry.value_on and (entry.drawdown_id is None or entry.drawdown_id in open_ids)
    ]
    return min((day for day in days if day <= today), default=None)


def _is_spread(store: Store, views: Iterable[FacilityView], floors: dict[str, str | None]) -> bool:
    """Tell whether enough of the firm's debt here is non-performing that all of it is; no where that is unknown."""
    lent = [view for view in views if view.use == "in_use" and view.facility.source == "bank_system"]
    lent = [view for view in lent if reference.facility_types()[view.facility.facility_type].family != "umbrella"]
    bad = [
        view for view in lent if loan_class.worse(view.facility.loan_class, floors[view.facility.id]) in NON_PERFORMING
    ]
    part, whole = _sum_owed(store, bad), _sum_owed(store, lent)
    return part is not None and whole is not None and loan_class.is_contagious(part, whole)


def _sum_owed(store: Store, views: Sequence[FacilityView]) -> Money | None:
    amounts = [view.amounts.outstanding for view in views if view.amounts.outstanding is not None]
    if len(amounts) < len(views):
        return None
    rates = store.all(FxRate) if amounts else []
    converted = convert_all(amounts, "CNY", store.clock.today(), rates)
    return None if converted is None else converted.money


def _warning(facility: Facility, least: str | None, days: int, *, is_spread: bool) -> str:
    if not loan_class.is_better(facility.loan_class, least) or least is None:
        return ""
    names = {
        "minimum": reference.text("loan_class", least),
        "entered": reference.text("loan_class", facility.loan_class or ""),
    }
    if is_spread:
        sentence = _(
            "Implied at least “{minimum}”: more than 10% of the debt is non-performing. Entered is “{entered}”."
        )
        return sentence.format(**names)
    sentence = _("Implied at least “{minimum}”: {days} overdue. Entered is “{entered}”.")
    return sentence.format(days=format_days(days), **names)
