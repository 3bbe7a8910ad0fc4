"""All that belongs to one meeting as a value, and its parts in words: to search it, to read it, to print it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.attachment import Attachment
from rmapp.domain.call_report import Answer, CallReport, Need
from rmapp.domain.entity import Value
from rmapp.domain.meeting import Addendum, Meeting
from rmapp.domain.money import format_money
from rmapp.domain.promise import Promise
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _, clauses, current, listed, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal[
    "purpose",
    "place",
    "people",
    "summary",
    "discussion",
    "answer",
    "sight",
    "credit",
    "need",
    "promise",
    "judgement",
    "next",
    "attachment",
    "addendum",
]
"""The parts of a note in the order in which they are read."""


class NotePerson(Value):
    """Somebody who was there, by the name to show."""

    side: Literal["ours", "theirs", "third_party"]
    name: str
    name_latin: str = ""
    role: str = ""
    organisation: str = ""

    def called(self) -> str:
        """Return the name that readers of the current language read."""
        return self.name_latin if self.name_latin and current() == "en" else self.name


class NoteContent(Value):
    """A meeting with everything that was written about it."""

    meeting: Meeting
    people: tuple[NotePerson, ...] = ()
    report: CallReport | None = None
    answers: tuple[Answer, ...] = ()
    needs: tuple[Need, ...] = ()
    promises: tuple[Promise, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    addenda: tuple[Addendum, ...] = ()

    @property
    def on(self) -> date:
        """Return the day of the meeting."""
        return date.fromisoformat(self.meeting.starts_at[:10])

    @property
    def time(self) -> str:
        """Return the time at which it began, empty where only the day is known."""
        return self.meeting.starts_at[11:16]


class NotePart(NamedTuple):
    """One part of a note: its heading in the current language, and what was written as it was typed."""

    kind: Kind
    heading: str
    text: str


def note_title(meeting: Meeting) -> str:
    """Return how a meeting is called: its kind, and its state where it was not held."""
    title = reference.text("meeting_type", meeting.type)
    if meeting.status == "held":
        return title
    return _("{title} ({status})").format(title=title, status=reference.text("meeting_status", meeting.status).lower())


def note_parts(content: NoteContent) -> tuple[NotePart, ...]:
    """Return the parts of a note that say something, in the order in which they are read."""
    return tuple(part for part in _every_part(content) if part.text.strip())


def all_text(content: NoteContent) -> str:
    """Return all that a note says, to look for words in it."""
    return "\n".join(part.text for part in note_parts(content))


def _every_part(content: NoteContent) -> Iterator[NotePart]:
    meeting = content.meeting
    yield NotePart("purpose", pgettext("meeting", "Purpose"), _purpose(meeting))
    for heading, text in (
        (_("What we want from the meeting"), meeting.objective),
        (_("The one question that matters"), meeting.key_question),
        (_("What we can decide at once"), meeting.decision_ready),
        (_("Agenda"), "\n".join(meeting.agenda)),
        (_("Own questions"), "\n".join(meeting.questions)),
    ):
        yield NotePart("purpose", heading, text)
    yield NotePart("place", _("Place"), meeting.place)
    for side, heading in (("theirs", _("Theirs")), ("ours", _("Ours")), ("third_party", _("Others"))):
        yield NotePart("people", heading, listed(_person(one) for one in content.people if one.side == side))
    if content.report is not None:
        yield NotePart("people", _("Expected and missing"), content.report.absent)
    yield NotePart("summary", _("Gist"), meeting.summary)
    yield NotePart("discussion", _("Discussed"), meeting.discussion)
    for answer in content.answers:
        yield NotePart("answer", _("Asked and answered"), "\n".join(filter(None, (answer.asked, _answer(answer)))))
    yield from _facts(content)
    for promise in content.promises:
        heading = _("We promised") if promise.side == "ours" else _("They promised")
        yield NotePart("promise", heading, promise_words(promise))
    yield from _judgement(content.report)
    for one in content.attachments:
        yield NotePart("attachment", reference.text("attachment_kind", one.kind), _named(one.name, one.caption))
    for added in content.addenda:
        day = format_date(date.fromisoformat(added.created_at[:10])) if added.created_at else ""
        heading = _("Added by {name}, {date}").format(name=added.author, date=day) if day else _("Addendum")
        yield NotePart("addendum", heading, added.text)


def _facts(content: NoteContent) -> Iterator[NotePart]:
    if content.report is not None:
        for sight in content.report.sights:
            yield NotePart("sight", reference.text("site_sight", sight.sight), sight.text)
        for fact in content.report.credit_facts:
            yield NotePart("credit", reference.text("credit_topic", fact.topic), fact.text)
    for need in content.needs:
        yield NotePart("need", _("Need or opportunity"), _need(need))


def _judgement(report: CallReport | None) -> Iterator[NotePart]:
    if report is None:
        return
    changes = (
        (_("Team"), report.team_change),
        (_("Technology"), report.technology_change),
        (_("Market"), report.market_change),
    )
    said = [
        _("{name}: {value}").format(name=name, value=reference.text("judged_change", code))
        for name, code in changes
        if code
    ]
    yield NotePart("judgement", _("Judgement"), "\n".join(filter(None, (report.judgement, clauses(said)))))
    yield NotePart("judgement", _("Why the stage should move"), report.stage_reason)
    day = format_date(report.next_on) if report.next_on else ""
    yield NotePart("next", _("Next contact"), clauses((day, report.next_purpose, report.no_next_reason)))
    yield NotePart("next", _("To prepare"), report.next_preparation)


def promise_words(promise: Promise) -> str:
    """Return a promise in one line: what, who, until when, and how it ended."""
    due = _("{text}, {owner}, {date}").format(text=promise.text, owner=promise.owner, date=format_date(promise.due_on))
    if promise.proof:
        due = "\n".join((due, _("proof: {text}").format(text=promise.proof)))
    if promise.is_open:
        return due
    state = reference.text("action_status", promise.status)
    day = format_date(promise.done_on) if promise.done_on else ""
    return "\n".join((due, clauses((state, day, promise.result))))


def _purpose(meeting: Meeting) -> str:
    kind = reference.text("visit_purpose", meeting.purpose_kind) if meeting.purpose_kind else ""
    return clauses((kind, meeting.purpose))


def _person(one: NotePerson) -> str:
    name = " ".join(dict.fromkeys(part for part in (one.name, one.name_latin) if part))
    about = clauses((one.role, one.organisation))
    return _("{name} ({about})").format(name=name, about=about) if about else name


def _answer(answer: Answer) -> str:
    source = reference.text("answer_source", answer.means)
    said = (
        _("{source}, as of {date}").format(source=source, date=format_partial(answer.answered_as_of))
        if (answer.answered_as_of)
        else source
    )
    return _("{text} ({about})").format(text=answer.answer, about=said) if answer.answer.strip() else ""


def _need(need: Need) -> str:
    scenario = reference.text("scenario", need.scenario) if need.scenario else ""
    product = reference.text("product", need.product) if need.product else ""
    amount = format_money(need.amount) if need.amount is not None else ""
    likely = reference.text("likelihood", need.likelihood) if need.likelihood else ""
    step = reference.text("need_step", need.step)
    head = clauses((product, scenario, amount, need.timing, likely, step))
    return "\n".join(part for part in (head, need.note) if part)


def _named(name: str, caption: str) -> str:
    return _("{name}: {value}").format(name=name, value=caption) if caption else name
