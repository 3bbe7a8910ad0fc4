"""What the stream of a firm is made of: one event, and a part of the stream with its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from rmapp.domain.money import Money
    from rmapp.domain.note_words import Span
    from rmapp.domain.partial_date import PartialDate

Kind = Literal["note", "credit", "stage", "paper"]
KINDS: tuple[Kind, ...] = ("note", "credit", "stage", "paper")

Relation = Literal["", "person", "subsidiary"]
"""Why a meeting of another firm stands in the stream: somebody of this firm was there, or it is a subsidiary's."""


class Event(NamedTuple):
    """One thing that happened; texts are in the current language, what was typed stays as typed.

    `on` is None where the day is not known. `chips` are short texts such as the promises of a meeting, `files` the
    names of what is attached to it. `done` and `whole` are the amounts of a credit event: drawn under the line so
    far, and its limit; `line_id` is that line. `covenant_id` is the covenant that a test of it is about. `firm_id`
    is the other firm of a meeting with a `relation`. The spans are places of searched words in title and text.
    """

    kind: Kind
    id: str
    type: str
    on: PartialDate | None
    time: str
    title: str
    meta: str = ""
    text: str = ""
    chips: tuple[str, ...] = ()
    done: Money | None = None
    whole: Money | None = None
    stages: tuple[str, str] | None = None
    line_id: str = ""
    covenant_id: str = ""
    files: tuple[str, ...] = ()
    relation: Relation = ""
    firm_id: str = ""
    is_restricted: bool = False
    title_spans: tuple[Span, ...] = ()
    text_spans: tuple[Span, ...] = ()


class Timeline(NamedTuple):
    """A part of a firm's stream; `counts` and `months` are of the whole stream before the cut.

    `months` holds (year, month, events) for the histogram; `total` counts the events that match. `has_group` tells
    that there are firms below this one whose meetings can be shown too.
    """

    events: tuple[Event, ...]
    total: int
    counts: dict[str, int]
    months: tuple[tuple[int, int, int], ...]
    voices: tuple[tuple[str, int], ...]
    has_group: bool = False
