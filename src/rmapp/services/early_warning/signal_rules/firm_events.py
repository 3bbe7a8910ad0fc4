"""Signals read from what a firm is and who leads it: designations, key people, the controller, rounds, customers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.claim import Claim
from rmapp.domain.designation import LADDER, DesignationHolding
from rmapp.domain.funding import FundingEvent
from rmapp.domain.money import format_money
from rmapp.domain.person import Person, Role
from rmapp.domain.wording import format_date, format_partial, format_percent
from rmapp.i18n import _
from rmapp.services.early_warning.signal_rules.control import find_ended
from rmapp.services.early_warning.signal_rules.finding import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rmapp.domain.money import Money
    from rmapp.storage.store import Store

LARGEST_CUSTOMER = "largest_customer_share"
"""The kind of claim that says which part of revenue the largest customer has."""

_YEAR = timedelta(days=365)
_OLD = timedelta(days=730)
_KEY_ROLES = ("founder", "cto", "cfo")
_HALF_BP = 5_000


class _Valued(NamedTuple):
    """A round with the value it left the firm at (`worth`) and the one it started from."""

    on: date
    event: FundingEvent
    worth: Money
    start: Money | None


def find_designations(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield the designations that expired or were revoked within two years and were not granted anew (1.5).

    One that a firm has outgrown, because it holds a higher step of the same ladder, is not lost.
    """
    today = store.clock.today()
    by_kind: dict[tuple[str, str], list[DesignationHolding]] = defaultdict(list)
    for one in store.all(DesignationHolding, order="rid", firm_id=firm_ids):
        by_kind[one.firm_id, one.designation].append(one)
    held = {kind for kind, holdings in by_kind.items() if any(one.is_active(today) is not False for one in holdings)}
    for (firm_id, code), holdings in by_kind.items():
        if any((firm_id, step) in held for step in _steps_from(code)):
            continue
        last = max(holdings, key=_ended)
        if not today - _OLD <= _ended(last) <= today:
            continue
        named = reference.text("designation", code)
        if last.revoked_on is not None:
            said, when = _("“{designation}” was revoked ({date})."), last.revoked_on
        elif last.expires_on is not None:
            said, when = _("“{designation}” expired ({date}) and was not renewed."), last.expires_on
        else:
            continue
        words = said.format(designation=named, date=format_partial(when))
        yield Finding(firm_id, "designation_lapsed", last.id, str(when), words)


def _steps_from(code: str) -> tuple[str, ...]:
    """Return a designation and those above it on the ladder (domain reference, 1.5)."""
    return LADDER[LADDER.index(code) :] if code in LADDER else (code,)


def _ended(holding: DesignationHolding) -> date:
    """Return the last day on which a designation held; the first of all days where none is known."""
    ends = [one.last_day() for one in (holding.expires_on,) if one is not None]
    ends += [one.first_day() for one in (holding.revoked_on,) if one is not None]
    return min(ends, default=date.min)


def find_people(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield founders, technical and financial heads who left within a year, and controllers who gave up control."""
    roles = store.all(Role, order="rid", firm_id=firm_ids)
    yield from _find_left(store, roles)
    yield from find_ended(store, firm_ids, {(one.firm_id, one.person_id) for one in roles if _controls(one)})


def _find_left(store: Store, roles: Sequence[Role]) -> Iterator[Finding]:
    today = store.clock.today()
    gone = [one for one in roles if one.valid_to is not None and today - _YEAR <= one.valid_to.last_day() < today]
    names = {one.id: one.called() for one in store.all(Person, id=[one.person_id for one in gone])} if gone else {}
    for role in gone:
        code = _left(role, [one for one in roles if one.firm_id == role.firm_id and _holds(one, today)])
        if code is None or role.person_id not in names or role.valid_to is None:
            continue
        said = (
            _("{name} gave up control ({date}).")
            if code == "controller_change"
            else _("{name}, {role}, left ({date}).")
        )
        words = said.format(
            name=names[role.person_id],
            role=role.title or reference.text("person_role", role.role),
            date=format_partial(role.valid_to),
        )
        yield Finding(role.firm_id, code, role.person_id, f"{role.role} {role.valid_to}", words)


def _holds(role: Role, today: date) -> bool:
    return role.valid_to is None or role.valid_to.last_day() >= today


def _left(role: Role, standing: Sequence[Role]) -> str | None:
    """Return the signal that the end of a role is; nobody who goes on in another role at the firm has left it."""
    own = [one for one in standing if one.person_id == role.person_id]
    if _controls(role) and not any(map(_controls, own)):
        return "controller_change"
    return "key_person_left" if role.role in _KEY_ROLES and not own else None


def _controls(role: Role) -> bool:
    return role.is_actual_controller or role.role == "actual_controller"


def find_rounds(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield the newest round of a firm if it values the firm below what the round before left it at."""
    valued: dict[str, list[_Valued]] = defaultdict(list)
    for one in store.all(FundingEvent, order="rid", firm_id=firm_ids):
        on, worth = one.closed_on or one.announced_on, one.post_money or one.pre_money
        if on is not None and worth is not None:
            valued[one.firm_id].append(_Valued(on.last_day(), one, worth, one.pre_money))
    for firm_id, rounds in valued.items():
        ordered = sorted(rounds, key=_on)
        if len(ordered) > 1 and (words := _lower(ordered[-2], ordered[-1])):
            newest = ordered[-1].event.id
            yield Finding(firm_id, "down_round", newest, newest, words)


def _lower(before: _Valued, now: _Valued) -> str:
    """Return in words by how much a round starts below the one before, nothing if it does not or is not known."""
    if now.start is None or now.start.ccy != before.worth.ccy or now.start >= before.worth:
        return ""
    said = _("The newest round ({date}) starts from a value of {now}; the one before ended at {before}.")
    return said.format(date=format_date(now.on), now=format_money(now.start), before=format_money(before.worth))


def _on(valued: _Valued) -> date:
    return valued.on


def find_customers(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield the firms whose largest customer, by the newest word about it, has more than half of revenue."""
    newest: dict[str, Claim] = {}
    for one in store.all(Claim, order="as_of, rid", firm_id=firm_ids, kind=LARGEST_CUSTOMER):
        if one.share_bp is not None:
            newest[one.firm_id] = one
    for firm_id, claim in newest.items():
        if claim.share_bp is not None and claim.share_bp > _HALF_BP:
            words = _("The largest customer has {share} of revenue.").format(share=format_percent(claim.share_bp))
            yield Finding(firm_id, "customer_concentration", claim.id, claim.id, words)


def _rule(
    name: str, codes: Sequence[str], table: str, find: Callable[[Store, Sequence[str]], Iterator[Finding]]
) -> Rule:
    return Rule(name, frozenset(codes), frozenset({table}), find)


RULES = (
    _rule("designations", ["designation_lapsed"], "designation_holding", find_designations),
    Rule(
        "people",
        frozenset({"key_person_left", "controller_change"}),
        frozenset({"role", "ownership_link"}),
        find_people,
    ),
    _rule("rounds", ["down_round"], "funding_event", find_rounds),
    _rule("customers", ["customer_concentration"], "claim", find_customers),
)
