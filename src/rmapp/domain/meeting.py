"""Meetings, visits and calls: who met whom, what was said (domain reference, 4.1)."""

from __future__ import annotations

from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity

SUMMARY_LIMIT = 500


class Meeting(Entity):
    """One visit, meeting or call with one main firm; further firms are `MeetingFirm` rows.

    `starts_at` and `ends_at` are local times in ISO form without zone (`2025-12-17T09:30`); where only the
    day is known the time is left out. `author` and `written_at` stay those of the first writer, also for
    imported notes. `sentiment` is internal.

    A planned meeting becomes the call report: `purpose_kind` is why we go, `objective` what we want from it,
    `key_question` the one question that matters, `decision_ready` what we can decide on the spot, and
    `questions` what the user wants to ask beside the computed ask-list. `calendar_uid` is the name under
    which a calendar file knows the meeting.
    """

    firm_id: str
    type: Annotated[str, CodeOf("meeting_type")] = "field_visit"
    status: Annotated[str, CodeOf("meeting_status")] = "held"
    starts_at: str
    ends_at: str | None = None
    time_zone: str = "Asia/Shanghai"
    place: str = ""
    online_link: str = ""
    purpose: str = ""
    agenda: tuple[str, ...] = ()
    summary: str = ""
    discussion: str = ""
    sentiment: Annotated[str | None, CodeOf("sentiment")] = None
    products_discussed: tuple[str, ...] = ()
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
    author: str = ""
    written_at: str = ""
    locked_at: str | None = None
    purpose_kind: Annotated[str | None, CodeOf("visit_purpose")] = None
    objective: str = ""
    key_question: str = ""
    decision_ready: str = ""
    questions: tuple[str, ...] = ()
    calendar_uid: str = ""

    @property
    def is_restricted(self) -> bool:
        """Tell whether the meeting is of the class that stays off paper (domain reference, 7.4)."""
        return self.confidentiality == "restricted"


class MeetingFirm(Entity):
    """A further firm that a meeting was about, for example a subsidiary."""

    meeting_id: str
    firm_id: str


class Attendee(Entity):
    """One person present, ours or theirs, from the book or by name only; `covers` is what they take on in the visit."""

    meeting_id: str
    side: Annotated[Literal["ours", "theirs", "third_party"], CodeOf("attendee_side")] = "theirs"
    person_id: str | None = None
    name: str = ""
    role_text: str = ""
    organisation: str = ""
    covers: str = ""


class Addendum(Entity):
    """A later addition to a meeting that is closed for edits."""

    meeting_id: str
    text: str
    author: str = ""
