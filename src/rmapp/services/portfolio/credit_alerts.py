"""What of the credit lines comes near or is late, of one firm or of the whole book (domain reference, 3.8)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.date_entry import add_months
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.lines.covenant_watch import tests_due
from rmapp.services.lines.line_views import use_of
from rmapp.services.portfolio.security_due import fees_due, registrations_ending, revaluations_due
from rmapp.storage import credit_dates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rmapp.domain.collateral import Collateral
    from rmapp.domain.money import Money
    from rmapp.services.lines.covenant_watch import DueTest
    from rmapp.services.lines.line_views import LineUse
    from rmapp.services.portfolio.security_due import FeeDue
    from rmapp.storage.credit_dates import LineDay
    from rmapp.storage.store import Store

AlertKind = Literal[
    "approval_lapses",
    "line_matures",
    "draw_due",
    "price_reset",
    "revaluation_due",
    "registration_ends",
    "annual_fee",
    "covenant_test",
    "check_due",
]

STEPS: Mapping[AlertKind, tuple[int, ...]] = {
    "approval_lapses": (30,),
    "line_matures": (30, 60, 90),
    "draw_due": (1, 7, 30),
    "price_reset": (14,),
    "revaluation_due": (30,),
    "registration_ends": (90,),
    "annual_fee": (30, 90),
    "covenant_test": (30, 90),
    "check_due": (30,),
}
"""How many days ahead each kind is told, nearest first (3.8; for fees, covenants and checks a proposal)."""

WITHOUT_AMOUNT: frozenset[AlertKind] = frozenset({"covenant_test", "registration_ends"})
"""Kinds that need not have an amount: a proof has none, and a charge without one secures the whole line."""

_MONTHS = {"monthly": 1, "quarterly": 3, "semi_annual": 6, "annual": 12}


class CreditAlert(NamedTuple):
    """One day of a line that needs somebody.

    `days` counts from today, below zero when it has passed; `step` is the number of days ahead by which it
    is told, the nearest that holds. `said` gives the sentence in the language that is current then. `amount`
    is in the line's currency: what is outstanding or due, of an approval the limit; None where there is none
    (`WITHOUT_AMOUNT`) or it is not known. `subject` is the id of what the alert is about: a line, draw-down,
    charge, thing, right or covenant.
    `facility_id` is empty for the fee of a core right that secures no line.
    """

    kind: AlertKind
    on: date
    days: int
    firm_id: str
    facility_id: str
    said: Callable[[], str]
    amount: Money | None
    step: int
    subject: str

    @property
    def text(self) -> str:
        """Return the sentence in the current language."""
        return self.said()


def alerts(
    store: Store, firm_id: str | None = None, *, within_days: int = 90, early: bool = False
) -> tuple[CreditAlert, ...]:
    """Return what comes near within some days or is late, the latest first; of all firms without `firm_id`.

    Only our own bank's lines count. Each kind is told at most as long ahead as `STEPS` says, and with
    `early` as long ahead as was asked for.
    """
    today = store.clock.today()
    found: list[CreditAlert] = []
    for kind, read in _SOURCES.items():
        ahead = within_days if early else min(within_days, STEPS[kind][-1])
        found += read(store, today + timedelta(days=ahead), firm_id)
    return tuple(sorted(found, key=lambda alert: (alert.on, alert.kind, alert.facility_id, alert.subject)))


def statuses_of(*uses: LineUse) -> tuple[str, ...]:
    """Return the statuses that mean one of these uses."""
    return tuple(status for status in reference.labels("line_status") if use_of(status) in uses)


def next_reset(first: date, repricing: str, today: date) -> date | None:
    """Return the next day on which a price is reset, today included; None when it is not reset again (3.7)."""
    months = _MONTHS.get(repricing)
    if first >= today:
        return first
    if months is None:
        return None
    passed = (today.year - first.year) * 12 + today.month - first.month
    steps = passed // months
    coming = (add_months(first, months * count) for count in (steps, steps + 1))
    return next(day for day in coming if day >= today)


def line_name(facility_type: str, reference_no: str) -> str:
    """Return how a line is called in a sentence: its type and its number."""
    return " ".join(part for part in (reference.text("facility_type", facility_type), reference_no) if part)


def _lapsing(store: Store, until: date, firm_id: str | None) -> Iterator[CreditAlert]:
    for day in credit_dates.lapses(store, until, ("approved",), firm_id):
        yield _alert(store, "approval_lapses", day)


def _maturing(store: Store, until: date, firm_id: str | None) -> Iterator[CreditAlert]:
    for day in credit_dates.maturities(store, until, statuses_of("in_use"), firm_id):
        yield _alert(store, "line_matures", day)


def _draws(store: Store, until: date, firm_id: str | None) -> Iterator[CreditAlert]:
    for day in credit_dates.draws_due(store, until, statuses_of("in_use"), firm_id):
        yield _alert(store, "draw_due", day)


def _resets(store: Store, until: date, firm_id: str | None) -> Iterator[CreditAlert]:
    today = store.clock.today()
    for day in credit_dates.resets(store, until, statuses_of("in_use"), firm_id):
        coming = next_reset(day.on, day.detail, today)
        if coming is not None and coming <= until:
            yield _alert(store, "price_reset", day._replace(on=coming))


def _checks(store: Store, until: date, firm_id: str | None) -> Iterator[CreditAlert]:
    for day in credit_dates.checks_due(store, until, statuses_of("in_use"), firm_id):
        yield _alert(store, "check_due", day)


def _revaluations(store: Store, until: date, firm_id: str | None) -> Iterator[CreditAlert]:
    found = revaluations_due(store, until, firm_id)
    firms = credit_dates.firms_of(store, {line for due in found for line in due.facility_ids})
    for due in found:
        for line in due.facility_ids:
            if line in firms and firm_id in (None, firms[line]):
                thing, value = due.collateral, due.valuation.value
                yield _of_thing(store, "revaluation_due", due.on, thing, (firms[line], line, value, thing.id))


def _registrations(store: Store, until: date, firm_id: str | None) -> Iterator[CreditAlert]:
    found = registrations_ending(store, until, firm_id)
    firms = credit_dates.firms_of(store, {end.charge.facility_id for end in found})
    for end in found:
        line = end.charge.facility_id
        if line in firms and firm_id in (None, firms[line]):
            about = (firms[line], line, end.charge.secured, end.charge.id)
            yield _of_thing(store, "registration_ends", end.on, end.collateral, about)


def _fees(store: Store, until: date, firm_id: str | None) -> Iterator[CreditAlert]:
    found = fees_due(store, until, firm_id)
    firms = credit_dates.firms_of(store, {line for due in found for line in due.facility_ids})
    for due in found:
        lines: dict[str, str] = {}
        for line in due.facility_ids:
            if line in firms:
                lines.setdefault(firms[line], line)
        if due.right.core and due.is_entered:
            lines.setdefault(due.right.firm_id, "")
        for firm, line in lines.items():
            if firm_id in (None, firm):
                yield _of_fee(store, due, firm, line)


def _covenants(store: Store, until: date, firm_id: str | None) -> Iterator[CreditAlert]:
    for due in tests_due(store, until, firm_id):
        said = partial(_test_text, due)
        step = _step("covenant_test", due.days)
        yield CreditAlert(
            "covenant_test", due.due_on, due.days, due.firm_id, due.facility_id, said, None, step, due.covenant.id
        )


_SOURCES: Mapping[AlertKind, Callable[[Store, date, str | None], Iterator[CreditAlert]]] = {
    "approval_lapses": _lapsing,
    "line_matures": _maturing,
    "draw_due": _draws,
    "price_reset": _resets,
    "revaluation_due": _revaluations,
    "registration_ends": _registrations,
    "annual_fee": _fees,
    "covenant_test": _covenants,
    "check_due": _checks,
}


def _alert(store: Store, kind: AlertKind, day: LineDay) -> CreditAlert:
    days = (day.on - store.clock.today()).days
    said, step = partial(_line_text, kind, day), _step(kind, days)
    return CreditAlert(kind, day.on, days, day.firm_id, day.facility_id, said, day.amount, step, day.subject)


def _line_text(kind: AlertKind, day: LineDay) -> str:
    sentences = {
        "approval_lapses": _("The approval of {line} lapses on {date}."),
        "line_matures": _("{line} matures on {date}."),
        "draw_due": _("A draw-down of {line} is due on {date}: {amount}."),
        "price_reset": _("The price of {line} is reset on {date}."),
        "check_due": _("The use of a draw-down of {line} is to be checked by {date}."),
    }
    return sentences[kind].format(
        line=line_name(day.facility_type, day.reference_no),
        date=format_date(day.on),
        amount=format_money(day.amount) if day.amount else _("amount not known"),
    )


def _test_text(due: DueTest) -> str:
    return _("The proof of “{covenant}” is due on {date}.").format(covenant=due.text, date=format_date(due.due_on))


def _step(kind: AlertKind, days: int) -> int:
    return next((step for step in STEPS[kind] if days <= step), STEPS[kind][-1])


def _of_thing(
    store: Store,
    kind: AlertKind,
    on: date,
    thing: Collateral,
    about: tuple[str, str, Money | None, str],
) -> CreditAlert:
    firm_id, facility_id, amount, subject = about
    days = (on - store.clock.today()).days
    said = partial(_thing_text, kind, on, thing)
    return CreditAlert(kind, on, days, firm_id, facility_id, said, amount, _step(kind, days), subject)


def _thing_text(kind: AlertKind, on: date, thing: Collateral) -> str:
    sentence = _("The registration of the pledge of “{thing}” ends on {date}.")
    if kind == "revaluation_due":
        sentence = _("The valuation of “{thing}” holds until {date}.")
    name = thing.description or reference.text("security_type", thing.type)
    return sentence.format(thing=name, date=format_date(on))


def _of_fee(store: Store, due: FeeDue, firm_id: str, facility_id: str) -> CreditAlert:
    days = (due.on - store.clock.today()).days
    said, step = partial(_fee_text, due, store.clock.today()), _step("annual_fee", days)
    return CreditAlert("annual_fee", due.on, days, firm_id, facility_id, said, None, step, due.right.id)


def _fee_text(due: FeeDue, today: date) -> str:
    right = due.right
    if due.on >= today:
        sentence = _("The annual fee of “{right}” is due on {date}.")
        if not due.is_entered:
            sentence = _("The annual fee of “{right}” is due on {date}, reckoned from its filing.")
    elif due.grace_to >= today:
        sentence = _("The annual fee of “{right}” was due on {date}. Paid by {grace}, it still keeps the right.")
    else:
        sentence = _("The annual fee of “{right}” was due on {date}. The time to pay it late ended on {grace}.")
    name = right.title or right.number or reference.text("ip_type", right.ip_type)
    return sentence.format(right=name, date=format_date(due.on), grace=format_date(due.grace_to))
