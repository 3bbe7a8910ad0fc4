"""Signals of intellectual property: a core right that is lost or in dispute, a pledged one that no longer secures."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.collateral import Charge, Collateral
from rmapp.domain.facility import Facility
from rmapp.domain.intellectual_property import IpRight, PledgeCheck
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _, sentences
from rmapp.services.early_warning.signal_rules.finding import Finding, Rule
from rmapp.services.lines.line_views import is_counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rmapp.storage.store import Store

_LOST = ("lapsed", "expired", "invalidated", "transferred", "rejected", "withdrawn")
_CHALLENGES = ("dispute_or_seizure", "invalidity_started")


class _Reason(NamedTuple):
    """Why a right is no longer what it was: a key that tells this occasion from others, and a sentence."""

    key: str
    words: str


def find(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield the core rights that are lost or challenged, and the pledged ones that no longer hold."""
    today = store.clock.today()
    pledges = _pledges(store, firm_ids, today)
    rights = {one.id: one for one in store.all(IpRight, firm_id=firm_ids)}
    others = [id for id in pledges if id not in rights]
    rights |= {one.id: one for one in store.all(IpRight, id=others)} if others else {}
    checks = _checks(store, rights)
    for right in rights.values():
        lost = _lost(right, today)
        named = right.title or right.number or reference.text("ip_type", right.ip_type)
        pledged = pledges.get(right.id, {})
        for firm_id, ends in pledged.items():
            yield from _finding(firm_id, "pledge_ip_problem", right.id, named, [*lost, *ends])
        if right.core and right.firm_id in firm_ids and right.firm_id not in pledged:
            reasons = [*lost, *checks[right.id]]
            yield from _finding(right.firm_id, "patent_lapsed_or_challenged", right.id, named, reasons)


def _finding(firm_id: str, code: str, right_id: str, named: str, reasons: Sequence[_Reason]) -> Iterator[Finding]:
    if reasons:
        cause = " ".join(reason.key for reason in reasons)
        words = sentences(reason.words for reason in reasons)
        yield Finding(firm_id, code, right_id, cause, _("“{right}”: {words}").format(right=named, words=words))


def _lost(right: IpRight, today: date) -> list[_Reason]:
    if right.status in _LOST:
        status = reference.text("ip_status", right.status or "")
        return [_Reason(f"status:{right.status}", _("its status is “{status}”.").format(status=status))]
    if right.expires_on is not None and right.expires_on.last_day() < today:
        day = format_partial(right.expires_on)
        return [_Reason(f"expired:{right.expires_on}", _("it expired on {date}.").format(date=day))]
    return []


def _pledges(store: Store, firm_ids: Sequence[str], today: date) -> dict[str, dict[str, list[_Reason]]]:
    """Return, by right and by the firm that owes, how the registrations of its pledges have ended."""
    lines = {one.id: one for one in store.all(Facility, firm_id=firm_ids) if is_counted(one.status)}
    found: dict[str, dict[str, list[_Reason]]] = defaultdict(dict)
    for line in lines.values():
        for security in line.security:
            for right_id in security.ip_right_ids:
                found[right_id].setdefault(line.firm_id, [])
    for right in store.all(IpRight, firm_id=firm_ids, pledged=True):
        found[right.id].setdefault(right.firm_id, []).extend(_ended(right.pledged_to, today))
    charges = [one for one in store.all(Charge, facility_id=list(lines)) if one.ended_on is None] if lines else []
    things = store.all(Collateral, id=[one.collateral_id for one in charges]) if charges else []
    right_of = {one.id: one.ip_right_id for one in things if one.ip_right_id}
    for charge in charges:
        charged = right_of.get(charge.collateral_id)
        if charged is not None:
            firm_id = lines[charge.facility_id].firm_id
            found[charged].setdefault(firm_id, []).extend(_ended(charge.registered_to, today))
    return found


def _ended(last_day: date | None, today: date) -> list[_Reason]:
    if last_day is None or last_day >= today:
        return []
    words = _("the registration of its pledge ended on {date}.").format(date=format_date(last_day))
    return [_Reason(f"registered:{last_day}", words)]


def _checks(store: Store, right_ids: Iterable[str]) -> dict[str, list[_Reason]]:
    found: dict[str, list[_Reason]] = defaultdict(list)
    ids = list(right_ids)
    newest: dict[tuple[str, str], PledgeCheck] = {}
    asked = store.all(PledgeCheck, order="checked_on, rid", ip_right_id=ids, ground=_CHALLENGES) if ids else []
    for check in asked:
        newest[check.ip_right_id, check.ground] = check
    for (right_id, ground), check in newest.items():
        if check.answer == "obstacle":
            label = reference.text("pledge_ground", ground)
            words = _("{ground} ({date}).").format(ground=label, date=format_date(check.checked_on))
            found[right_id].append(_Reason(f"check:{check.id}", words))
    return found


RULE = Rule(
    "rights",
    frozenset({"pledge_ip_problem", "patent_lapsed_or_challenged"}),
    frozenset({"ip_right", "pledge_check", "charge", "collateral", "facility"}),
    find,
)
