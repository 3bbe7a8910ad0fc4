"""What the loans of a firm say without a word of anybody: non-performing debt stops, something overdue caps.

The one place of this rule (domain reference, 5.3 with 3.10). The class that a person entered and the one that
overdue days imply count alike; loans of our own book and those recorded at another lender do, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.facility import Facility
from rmapp.domain.loan_class import NON_PERFORMING, NON_PERFORMING_FLAG, OVERDUE_FLAG, OWES_NO_MORE, worse
from rmapp.domain.wording import format_date, format_days
from rmapp.i18n import _
from rmapp.services.lines.classification import many_classes
from rmapp.storage import late_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rmapp.services.lines.classification import ImpliedClass
    from rmapp.storage.store import Store


class LoanFlag(NamedTuple):
    """A stop or a cap that a line of a firm gives.

    `since` is the day from which it is known to be so, None where nobody wrote it down; `loan_class` the class
    of a non-performing line; `evidence` is a sentence that names the line.
    """

    flag: str
    facility: Facility
    since: date | None
    loan_class: str
    evidence: str


def loan_flags(store: Store, firm_id: str) -> tuple[LoanFlag, ...]:
    """Return what the lines of a firm give today, stops first; nothing for a firm whose loans are in order."""
    return many_loan_flags(store, [firm_id]).get(firm_id, ())


def many_loan_flags(store: Store, firm_ids: Sequence[str]) -> dict[str, tuple[LoanFlag, ...]]:
    """Return what the lines of these firms give today; firms without anything are left out."""
    suspects = late_lines.suspects(store, firm_ids, store.clock.today())
    if not suspects:
        return {}
    lines = {one.id: one for one in store.all(Facility, firm_id=suspects) if one.status not in OWES_NO_MORE}
    found = {}
    for firm_id, classes in many_classes(store, suspects).items():
        pairs = [(lines[id], one) for id, one in classes.items() if id in lines]
        flags = (*_non_performing(pairs), *_overdue(pairs))
        if flags:
            found[firm_id] = flags
    return found


def _non_performing(classes: Sequence[tuple[Facility, ImpliedClass]]) -> Iterator[LoanFlag]:
    for line, one in classes:
        worst = worse(one.entered, one.minimum)
        if worst not in NON_PERFORMING or worst is None:
            continue
        is_entered = worst == one.entered
        since = line.loan_class_on if is_entered else one.since
        yield LoanFlag(NON_PERFORMING_FLAG, line, since, worst, _classed(line, one, worst, is_entered=is_entered))


def _overdue(classes: Sequence[tuple[Facility, ImpliedClass]]) -> Iterator[LoanFlag]:
    for line, one in classes:
        if one.since is not None and one.overdue_days:
            said = _("{line}: {days} overdue, since {date}.").format(
                line=_name(line), days=format_days(one.overdue_days), date=format_date(one.since)
            )
            yield LoanFlag(OVERDUE_FLAG, line, one.since, "", said)


def _classed(line: Facility, one: ImpliedClass, worst: str, *, is_entered: bool) -> str:
    said = {"line": _name(line), "loan_class": reference.text("loan_class", worst)}
    if is_entered:
        return _("{line}: the class entered is “{loan_class}”.").format(**said)
    if one.spread or not one.overdue_days:
        return _("{line}: at least “{loan_class}”, because more than 10% of the debt is non-performing.").format(**said)
    days = format_days(one.overdue_days)
    return _("{line}: {days} overdue, so at least “{loan_class}”.").format(days=days, **said)


def _name(line: Facility) -> str:
    """Return how a line is called: its type and number, and the lender where it is not ours."""
    parts = (reference.text("facility_type", line.facility_type), line.reference_no, line.lender)
    return " ".join(part for part in parts if part)
