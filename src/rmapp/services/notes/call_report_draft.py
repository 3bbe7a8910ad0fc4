"""A call report as it is written down, before it is in the book, and what it may not be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from rmapp.domain import reference
from rmapp.domain.call_report import CreditFact, SiteSight
from rmapp.domain.entity import Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft, check_meeting

if TYPE_CHECKING:
    from rmapp.storage.store import Store

GIST_LIMIT = 300
"""Characters of both sentences of the gist together (product paper, 4)."""

_CHANGES = ("team_change", "technology_change", "market_change")


class AnswerDraft(Value):
    """The answer to one question; `target` is the fact it can be written to, empty where there is none.

    A question that is not open any more stands on the printed sheet: the book knows it meanwhile, or it rests.
    """

    question: str
    asked: str
    why: str = ""
    target: str = ""
    answer: str = ""
    means: str = "said"
    answered_as_of: PartialDate | None = None
    is_open: bool = True


class NeedDraft(Value):
    """One need or opportunity that was talked about; `id` is that of a need of the book."""

    id: str = ""
    scenario: str | None = None
    product: str | None = None
    amount: Money | None = None
    timing: str = ""
    likelihood: str | None = None
    step: str = "mentioned"
    note: str = ""

    def is_blank(self) -> bool:
        """Tell whether nothing was said."""
        return self == NeedDraft(id=self.id, step=self.step)


class PromiseTick(Value):
    """What became of an earlier promise, with the result or the reason."""

    promise_id: str
    outcome: Literal["open", "kept", "dropped"] = "open"
    result: str = ""


class WarningTick(Value):
    """An early-warning signal that was seen, with what was seen."""

    code: str
    evidence: str = ""


class NewPerson(Value):
    """Somebody of the client who was met for the first time, to be written into the book."""

    name: str
    title: str = ""


class CallReportDraft(Value):
    """The eleven parts of a call report; header, people, gist and new promises are in `meeting`.

    `said` are the kinds of evidence for a stage that a person ticked in the words of the report.
    """

    meeting: MeetingDraft
    absent: str = ""
    new_people: tuple[NewPerson, ...] = ()
    answers: tuple[AnswerDraft, ...] = ()
    sights: tuple[SiteSight, ...] = ()
    credit_facts: tuple[CreditFact, ...] = ()
    warnings: tuple[WarningTick, ...] = ()
    needs: tuple[NeedDraft, ...] = ()
    ticks: tuple[PromiseTick, ...] = ()
    team_change: str | None = None
    technology_change: str | None = None
    market_change: str | None = None
    judgement: str = ""
    stage_proposed: str | None = None
    stage_evidence: tuple[str, ...] = ()
    stage_reason: str = ""
    next_on: date | None = None
    no_next_reason: str = ""
    next_purpose: str = ""
    next_preparation: str = ""
    copy_no: str = ""
    copies_destroyed: bool = False
    said: tuple[str, ...] = ()


def check_report(store: Store, draft: CallReportDraft) -> None:
    """Raise InputError with a sentence for each part that cannot stand; the fields are codes of `SheetItem`.

    Required are the header, who was there, the gist, and the next touch or a reason for none (product paper, 4).
    """
    problems = _meeting_problems(store, draft) | _coded_problems(draft) | _next_problems(draft)
    for tick in draft.ticks:
        if tick.outcome != "open" and not tick.result.strip():
            problems["earlier"] = _("Say in a few words how each promise you tick was kept, or why it is dropped.")
    for warning in draft.warnings:
        if not warning.evidence.strip():
            problems["warnings"] = _("Write what was seen for each signal, with figures and days where there are some.")
    if draft.stage_proposed and not draft.stage_reason.strip() and not draft.stage_evidence:
        problems["stage"] = _("Give the evidence for the stage, or say why it is proposed.")
    if problems:
        raise InputError(problems)


def _meeting_problems(store: Store, draft: CallReportDraft) -> dict[str, str]:
    met = tuple(AttendeeDraft(name=one.name) for one in draft.new_people)
    meeting = draft.meeting.model_copy(update={"attendees": (*draft.meeting.attendees, *met)})
    problems = {}
    if not meeting.purpose_kind and not meeting.purpose.strip():
        problems["purpose"] = _("Choose why the meeting was held.")
    if not meeting.summary.strip():
        problems["gist"] = _("Say in a sentence what happened; timelines and briefs show it.")
    elif len(meeting.summary) > GIST_LIMIT:
        problems["gist"] = _("The gist has {n} characters; {limit} are allowed.").format(
            n=len(meeting.summary), limit=GIST_LIMIT
        )
    try:
        check_meeting(store, meeting)
    except InputError as error:
        for field, sentence in error.fields.items():
            if field != "summary":
                problems.setdefault(_ITEMS.get(field, field), sentence)
    return problems


_ITEMS = {
    "starts_at": "when",
    "ends_at": "when",
    "type": "place",
    "people": "theirs",
    "discussion": "gist",
    "promises": "we_promise",
}
"""The item of the sheet that shows a problem with a field of the meeting."""


def _coded_problems(draft: CallReportDraft) -> dict[str, str]:
    problems = {}
    for place, need in enumerate(draft.needs, start=1):
        if need.amount is not None and need.amount.minor <= 0:
            problems[f"need_{place}"] = _("Write the amount above zero, or leave it empty.")
        elif not need.is_blank() and not (need.scenario or need.product or need.note.strip()):
            problems[f"need_{place}"] = _("Choose the scenario or the product that the need is about.")
    for name in _CHANGES:
        code = getattr(draft, name)
        if code is not None and code not in reference.labels("judged_change"):
            problems[name] = _("Choose one of the list.")
    for place, answer in enumerate(draft.answers, start=1):
        if answer.means not in reference.labels("answer_source"):
            problems[f"question_{place}"] = _("Choose whether it was said, seen or shown.")
    return problems


def _next_problems(draft: CallReportDraft) -> dict[str, str]:
    if draft.next_on is None:
        if draft.no_next_reason.strip():
            return {}
        return {"next_on": _("Choose the day of the next touch, or say why there is none.")}
    if draft.next_on.isoformat() <= draft.meeting.starts_at[:10]:
        return {"next_on": _("The next touch has to lie after this meeting.")}
    return {}
