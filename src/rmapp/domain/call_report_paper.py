"""A call report as it is printed: the note with everything that belongs to it, free of any language."""

from __future__ import annotations

from datetime import date

from rmapp.domain.brief import Names
from rmapp.domain.entity import Value
from rmapp.domain.note_content import NoteContent
from rmapp.domain.promise import Promise
from rmapp.domain.signal import Signal

PHOTO_CAP = 4
"""Photos that a call report prints (domain reference, 7.2)."""


class ReportPhoto(Value):
    """A photo as a JPEG with its measures in pixels and the words below it."""

    content: bytes
    width: int
    height: int
    caption: str = ""
    taken_on: date | None = None


class CallReportPaper(Value):
    """What a printed call report says; `firms` are those it is about, the main one first.

    `settled` are earlier promises that were closed on the day of the meeting, `signals` those that were raised
    by hand on that day, `more_photos` counts the photos that are not printed.
    """

    firms: tuple[Names, ...]
    firm_id: str
    code: str
    nature: str
    confidentiality: str
    note: NoteContent
    settled: tuple[Promise, ...] = ()
    signals: tuple[Signal, ...] = ()
    photos: tuple[ReportPhoto, ...] = ()
    more_photos: int = 0
    is_closed: bool = False
