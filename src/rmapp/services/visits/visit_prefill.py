"""What the agenda of a planned visit begins with: open promises, tests that come due, what expires (domain 4.4)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.question_wording import question_text
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import LANGUAGES, _, speaking
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.clients.promises import open_promises
from rmapp.services.portfolio.credit_alerts import alerts
from rmapp.services.visits.brief_watch import restricted_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rmapp.domain.brief import BriefPoint
    from rmapp.domain.partial_date import PartialDate
    from rmapp.domain.promise import Promise
    from rmapp.domain.question import Question
    from rmapp.storage.store import Store

LineKind = Literal["promise", "credit", "designation", "question"]

DESIGNATION_DAYS = 180
_CREDIT_DAYS = 90
_CREDIT_KINDS = (
    "covenant_test",
    "line_matures",
    "approval_lapses",
    "registration_ends",
    "revaluation_due",
    "check_due",
)
_MOST_PROMISES = 4
_MOST_CREDIT = 3
_SAYABLE = ("public", "client_confidential")


class AgendaLine(NamedTuple):
    """One line that the book proposes for an agenda; `subject` is the id of what it is about."""

    kind: LineKind
    text: str
    subject: str


def agenda_lines(store: Store, firm_id: str, *, several: bool = False) -> tuple[AgendaLine, ...]:
    """Return what to put on the agenda with a firm: promises, what of its credit comes due, what expires.

    The agenda may be shown to the client: nothing internal or restricted is in it. With `several` firms in one
    meeting each line begins with the name of its firm.
    """
    found = tuple(_proposals(store, firm_id))
    if not several:
        return tuple(AgendaLine(one.kind, one.said(), one.subject) for one in found)
    name = firm_names(store, [firm_id]).get(firm_id, "")
    return tuple(AgendaLine(one.kind, _with_firm(name, one.said()), one.subject) for one in found)


def proposed_texts(store: Store, firm_id: str) -> frozenset[str]:
    """Return the lines that the book itself would put on an agenda, in every language.

    Papers that tell these things in sections of their own leave them out of the typed agenda.
    """
    proposals = tuple(_proposals(store, firm_id))
    found: set[str] = set()
    for language in LANGUAGES:
        with speaking(language):
            name = firm_names(store, [firm_id]).get(firm_id, "")
            texts = [one.said() for one in proposals]
            found.update(texts, (_with_firm(name, text) for text in texts))
    return frozenset(found)


def without_asked(points: Sequence[BriefPoint], questions: Sequence[Question]) -> tuple[BriefPoint, ...]:
    """Return points without typed lines that are questions told in a section of their own, in whatever language."""
    asked: set[str] = set()
    for language in LANGUAGES:
        with speaking(language):
            asked.update(question_text(question, counted=False) for question in questions)
    return tuple(point for point in points if point.kind != "agenda" or point.text not in asked)


class _Proposal(NamedTuple):
    """What the book proposes, read once; `said` gives its words in the language that is current then."""

    kind: LineKind
    said: Callable[[], str]
    subject: str


def _proposals(store: Store, firm_id: str) -> Iterator[_Proposal]:
    yield from _promises(store, firm_id)
    yield from _credit(store, firm_id)
    yield from _designations(store, firm_id)


def _with_firm(name: str, line: str) -> str:
    return _("{firm}: {line}").format(firm=name, line=line)


def _promises(store: Store, firm_id: str) -> Iterator[_Proposal]:
    rows = [one for one in open_promises(store, firm_id, restricted=False) if one.confidentiality in _SAYABLE]
    for promise in rows[:_MOST_PROMISES]:
        yield _Proposal("promise", partial(_promise_text, promise), promise.id)


def _promise_text(promise: Promise) -> str:
    if promise.side == "ours":
        sentence = _("We promised: {text} (due {date})")
    else:
        sentence = _("You promised: {text} (due {date})")
    return sentence.format(text=promise.text, date=format_date(promise.due_on))


def _credit(store: Store, firm_id: str) -> Iterator[_Proposal]:
    hidden = restricted_ids(store)
    found = [
        one
        for one in alerts(store, firm_id, within_days=_CREDIT_DAYS, early=True)
        if one.kind in _CREDIT_KINDS and hidden.isdisjoint((one.subject, one.facility_id))
    ]
    for one in found[:_MOST_CREDIT]:
        yield _Proposal("credit", one.said, one.subject)


def _designations(store: Store, firm_id: str) -> Iterator[_Proposal]:
    today = store.clock.today()
    for holding in store.all(DesignationHolding, order="expires_on", firm_id=firm_id):
        ends = holding.expires_on
        if ends is None or not holding.is_active(today) or holding.confidentiality not in _SAYABLE:
            continue
        if ends.last_day() - today <= timedelta(days=DESIGNATION_DAYS):
            yield _Proposal("designation", partial(_renewal_text, holding.designation, ends), holding.id)


def _renewal_text(designation: str, ends: PartialDate) -> str:
    name = reference.text("designation", designation)
    return _("{designation}: renewal, it ends {date}").format(designation=name, date=format_partial(ends))
