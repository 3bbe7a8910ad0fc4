"""What the agenda of a planned visit begins with: open promises, tests that come due, what expires (domain 4.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.question_wording import question_text
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import LANGUAGES, _, speaking
from rmapp.services.brief_watch import restricted_ids
from rmapp.services.credit_alerts import alerts
from rmapp.services.line_queues import firm_names
from rmapp.services.promises import open_promises

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.domain.brief import BriefPoint
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
    lines = (*_promises(store, firm_id), *_credit(store, firm_id), *_designations(store, firm_id))
    if not several:
        return lines
    name = firm_names(store, [firm_id]).get(firm_id, "")
    pattern = _("{firm}: {line}")
    return tuple(line._replace(text=pattern.format(firm=name, line=line.text)) for line in lines)


def proposed_texts(store: Store, firm_id: str) -> frozenset[str]:
    """Return the lines that the book itself would put on an agenda, in every language.

    Papers that tell these things in sections of their own leave them out of the typed agenda.
    """
    found: set[str] = set()
    for language in LANGUAGES:
        with speaking(language):
            found.update(line.text for line in agenda_lines(store, firm_id))
            found.update(line.text for line in agenda_lines(store, firm_id, several=True))
    return frozenset(found)


def without_asked(points: Sequence[BriefPoint], questions: Sequence[Question]) -> tuple[BriefPoint, ...]:
    """Return points without typed lines that are questions told in a section of their own, in whatever language."""
    asked: set[str] = set()
    for language in LANGUAGES:
        with speaking(language):
            asked.update(question_text(question) for question in questions)
    return tuple(point for point in points if point.kind != "agenda" or point.text not in asked)


def _promises(store: Store, firm_id: str) -> Iterator[AgendaLine]:
    rows = [one for one in open_promises(store, firm_id, restricted=False) if one.confidentiality in _SAYABLE]
    for promise in rows[:_MOST_PROMISES]:
        yield AgendaLine("promise", _promise_text(promise), promise.id)


def _promise_text(promise: Promise) -> str:
    if promise.side == "ours":
        sentence = _("We promised: {text} (due {date})")
    else:
        sentence = _("You promised: {text} (due {date})")
    return sentence.format(text=promise.text, date=format_date(promise.due_on))


def _credit(store: Store, firm_id: str) -> Iterator[AgendaLine]:
    hidden = restricted_ids(store)
    found = [
        one
        for one in alerts(store, firm_id, within_days=_CREDIT_DAYS, early=True)
        if one.kind in _CREDIT_KINDS and hidden.isdisjoint((one.subject, one.facility_id))
    ]
    for one in found[:_MOST_CREDIT]:
        yield AgendaLine("credit", one.text, one.subject)


def _designations(store: Store, firm_id: str) -> Iterator[AgendaLine]:
    today = store.clock.today()
    for holding in store.all(DesignationHolding, order="expires_on", firm_id=firm_id):
        ends = holding.expires_on
        if ends is None or not holding.is_active(today) or holding.confidentiality not in _SAYABLE:
            continue
        if ends.last_day() - today <= timedelta(days=DESIGNATION_DAYS):
            name = reference.text("designation", holding.designation)
            text = _("{designation}: renewal, it ends {date}").format(designation=name, date=format_partial(ends))
            yield AgendaLine("designation", text, holding.id)
