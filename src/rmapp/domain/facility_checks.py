"""What is wrong with a credit line as typed, each with a sentence and, where one is clear, a fix.

Sources: domain reference, 3.3 (dates in order, tranches, security) and 3.8 (guards of each status).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import draw_units, reference
from rmapp.domain.facility_draft import SIGNED_STATES, FacilityDraft
from rmapp.domain.facility_part_checks import check_parts
from rmapp.domain.money import Money, format_money
from rmapp.domain.problem import Fix, Problem
from rmapp.domain.wording import format_date
from rmapp.i18n import _

__all__ = ["Fix", "Problem", "check_facility", "date_label"]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_APPROVED_STATES = SIGNED_STATES | {"approved"}
_DATE_ORDER = (
    "proposed_on",
    "submitted_on",
    "approved_on",
    "signed_on",
    "available_from",
    "available_to",
)


def check_facility(draft: FacilityDraft, today: date) -> list[Problem]:
    """Return everything that is wrong or doubtful about a line, in the order of the form."""
    return [
        *_check_terms(draft),
        *_check_currency(draft),
        *_check_dates(draft),
        *_check_source(draft, today),
        *_check_tranches(draft),
        *_check_draws(draft, today),
        *check_parts(draft, today),
        *_check_status(draft),
    ]


def _check_terms(draft: FacilityDraft) -> Iterator[Problem]:
    types = reference.facility_types()
    if draft.facility_type not in types:
        yield Problem("facility_type", _("Choose the type of the line."))
        return
    if draft.limit is not None and draft.limit.minor <= 0:
        yield Problem("limit", _("A limit is more than zero. Leave it empty if it is not known."))
    if draft.limit is None and draft.status in _APPROVED_STATES and not draft.is_reported:
        yield Problem(
            "limit", _("The limit is not known, so what is free to draw cannot be computed."), severity="warning"
        )
    kinds = [one.type for one in draft.security]
    if "unsecured" in kinds and len(kinds) > 1:
        yield Problem("security", _("A line is either unsecured or secured. Remove one of the two."))
    if draft.facility_type == "ip_pledge_loan" and not _names_right(draft):
        yield Problem("security", _("An IP-pledged loan should name at least one granted patent."), severity="warning")
    longest = types[draft.facility_type].max_tenor_months
    if longest and draft.tenor_months and draft.tenor_months > longest:
        yield Problem(
            "tenor_months",
            _("{n} months is longer than the usual {limit} for this type.").format(n=draft.tenor_months, limit=longest),
            severity="warning",
        )


def _names_right(draft: FacilityDraft) -> bool:
    return any(one.ip_right_ids for one in draft.security) or any(one.type == "pledge_ip" for one in draft.charges)


def _check_currency(draft: FacilityDraft) -> Iterator[Problem]:
    amounts = [("limit", draft.limit)]
    amounts += [(f"tranches.{index}.amount", one.amount) for index, one in enumerate(draft.tranches)]
    amounts += [(f"draws.{index}.amount", one.amount) for index, one in enumerate(draft.draws)]
    for field, amount in amounts:
        if amount is not None and amount.ccy != draft.ccy:
            yield Problem(field, _("This line is in {ccy}. Write the amount in {ccy}.").format(ccy=draft.ccy))


def _check_dates(draft: FacilityDraft) -> Iterator[Problem]:
    earlier_field, earlier = "", None
    for field in _DATE_ORDER:
        day = getattr(draft, field)
        if day is None:
            continue
        if earlier is not None and day < earlier:
            yield Problem(
                field,
                _("{date} is before the earlier step “{step}” on {other}.").format(
                    date=format_date(day, "medium"),
                    step=date_label(earlier_field),
                    other=format_date(earlier, "medium"),
                ),
            )
        earlier_field, earlier = field, day
    if draft.maturity_on and draft.signed_on and draft.maturity_on <= draft.signed_on:
        yield Problem(
            "maturity_on",
            _("The line would mature before it is signed on {date}.").format(
                date=format_date(draft.signed_on, "medium")
            ),
        )


def _check_source(draft: FacilityDraft, today: date) -> Iterator[Problem]:
    for field, day in (("as_of", draft.as_of), ("limit_since", draft.limit_since)):
        if day is not None and day.first_day() > today:
            yield Problem(field, _("This day is still to come."))
    if draft.source == "credit_registry":
        words = _(
            "Credit-registry reports may not be typed in here. Note only what the client told you or what is public."
        )
        yield Problem("source", words)
    if draft.is_reported and draft.as_of is None:
        yield Problem("as_of", _("Write for which day this was told, as far as it is known."))
    if draft.source == "public" and not draft.citation.strip():
        yield Problem("citation", _("Write where this was published."))


def date_label(field: str) -> str:
    """Return the name of a date of a line."""
    return {
        "proposed_on": _("Proposed"),
        "submitted_on": _("Submitted"),
        "approved_on": _("Approved"),
        "approval_expires_on": _("Approval ends"),
        "signed_on": _("Signed"),
        "available_from": _("Available from"),
        "available_to": _("Available to"),
        "maturity_on": _("Matures"),
    }[field]


def _check_tranches(draft: FacilityDraft) -> Iterator[Problem]:
    total = Money(minor=0, ccy=draft.ccy)
    for index, tranche in enumerate(draft.tranches):
        if tranche.amount is None:
            yield Problem(f"tranches.{index}.amount", _("Write the amount of this tranche."))
        elif tranche.amount.minor <= 0:
            yield Problem(f"tranches.{index}.amount", _("A tranche is more than zero."))
        elif tranche.amount.ccy == draft.ccy:
            total = total + tranche.amount
    limit = _limit(draft)
    if limit is not None and draft.tranches and total > limit:
        yield Problem(
            f"tranches.{len(draft.tranches) - 1}.amount",
            _("{amount} over the limit").format(amount=format_money(total - limit)),
            Fix(_("Set limit to {amount}").format(amount=format_money(total)), "limit", total),
        )


def _check_draws(draft: FacilityDraft, today: date) -> Iterator[Problem]:
    drawn = Money(minor=0, ccy=draft.ccy)
    for index, draw in enumerate(draft.draws):
        field = f"draws.{index}"
        if draw.amount is None or draw.amount.minor <= 0:
            yield Problem(f"{field}.amount", _("Write the amount that was paid out."))
        elif draw.amount.ccy == draft.ccy:
            drawn = drawn + draw.amount
        yield from _check_draw_day(draft, field, draw.disbursed_on, today, known=bool(draw.id) or draft.is_reported)
        if draw.tranche > len(draft.tranches):
            yield Problem(f"{field}.tranche", _("There is no tranche {n}.").format(n=draw.tranche))
        elif draw.tranche and not draw.id and _waits(draft, draw.tranche):
            yield Problem(
                f"{field}.tranche",
                _("Tranche {n} still waits for: {condition}.").format(
                    n=draw.tranche, condition=draft.tranches[draw.tranche - 1].condition
                ),
                severity="warning",
            )
    yield from _check_tranche_room(draft)
    limit = _limit(draft)
    if draft.draws and limit is not None and not draft.revolving and drawn > limit:
        yield Problem(
            f"draws.{len(draft.draws) - 1}.amount",
            _("The draw-downs are {amount} over the limit.").format(amount=format_money(drawn - limit)),
        )


def _check_tranche_room(draft: FacilityDraft) -> Iterator[Problem]:
    if draft.revolving:  # what came back can be drawn again, and repayments are not part of the draft
        return
    for number, tranche in enumerate(draft.tranches, start=1):
        drawn, last = Money.zero(draft.ccy), -1
        for index, draw in enumerate(draft.draws):
            if draw.tranche == number and draw.amount is not None and draw.amount.ccy == draft.ccy:
                drawn, last = drawn + draw.amount, index
        if last >= 0 and tranche.amount is not None and tranche.amount.ccy == draft.ccy and drawn > tranche.amount:
            yield Problem(
                f"draws.{last}.amount",
                _("{amount} more than tranche {n} has").format(amount=format_money(drawn - tranche.amount), n=number),
            )


def _limit(draft: FacilityDraft) -> Money | None:
    """Return the limit where sums can be held against it."""
    return draft.limit if draft.limit is not None and draft.limit.ccy == draft.ccy else None


def _waits(draft: FacilityDraft, number: int) -> bool:
    tranche = draft.tranches[number - 1]
    return bool(tranche.condition) and tranche.condition_met_on is None


def _check_draw_day(
    draft: FacilityDraft, field: str, day: date | None, today: date, *, known: bool
) -> Iterator[Problem]:
    if day is None:
        if not known:
            yield Problem(f"{field}.disbursed_on", _("Write the day of the payout."))
        return
    if day > today:
        yield Problem(
            f"{field}.disbursed_on",
            _("This day is still to come. Record the draw-down when the money has been paid out."),
        )
    if draft.signed_on and day < draft.signed_on:
        yield _before_signing(field, day, draft.signed_on, today)


def _before_signing(field: str, day: date, signed_on: date, today: date) -> Problem:
    signed = format_date(signed_on, "medium")
    guess = _same_day_after(day, signed_on)
    if guess is None or guess > today:
        return Problem(f"{field}.disbursed_on", _("Before signing on {date}.").format(date=signed))
    text = format_date(guess, "medium")
    return Problem(
        f"{field}.disbursed_on",
        _("Before signing on {date}. Did you mean {guess}?").format(date=signed, guess=text),
        Fix(_("Use {date}").format(date=text), f"{field}.disbursed_on", guess),
    )


def _same_day_after(day: date, earliest: date) -> date | None:
    for step in range(13):
        month = earliest.month - 1 + step
        try:
            guess = day.replace(year=earliest.year + month // 12, month=month % 12 + 1)
        except ValueError:
            continue
        if guess >= earliest:
            return guess
    return None


def _check_status(draft: FacilityDraft) -> Iterator[Problem]:
    is_ours = not draft.is_reported
    # Bills, guarantees and contracts are paid for by fees, an umbrella by the lines under it.
    bears_interest = draw_units.draw_unit(draft.facility_type) == draw_units.MONEY
    if is_ours and bears_interest and draft.status in _APPROVED_STATES and draft.pricing is None:
        yield Problem("pricing", _("An approved line has a price. Add base and spread."), severity="warning")
    if is_ours and draft.status in _APPROVED_STATES and not draft.security:
        yield Problem("security", _("Say what secures the line, or that it is unsecured."), severity="warning")
    if is_ours and draft.status in SIGNED_STATES and draft.signed_on is None:
        yield Problem("signed_on", _("A line in use was signed. Add the day."), severity="warning")
    if draft.status == "suspended" and not draft.status_reason.strip():
        yield Problem("status_reason", _("Say why the line is suspended."))
    if draft.draws and draft.status not in SIGNED_STATES:
        words = _("Money can only be drawn from a signed line. Set the status to active.")
        yield Problem("status", words, Fix(_("Set to active"), "status", "active"))
