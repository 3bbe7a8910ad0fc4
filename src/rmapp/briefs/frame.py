"""What stands around the content of every page: head line, footer and watermark."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.painting import PAGE_HEIGHT, PAGE_WIDTH
from rmapp.briefs.styles import LEFT, RIGHT, TINY, WIDTH, is_chinese
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.domain import reference
from rmapp.domain.brief import BriefVisit, ClientBrief, ClientEdition, VisitSlot
from rmapp.domain.group_brief import GroupBrief
from rmapp.domain.wording import format_date, format_partial, format_weekday
from rmapp.i18n import _, clauses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rmapp.domain.brief import BriefSource
    from rmapp.domain.brief_options import PaperOptions

CONTENT_TOP = 61.7
CONTENT_BOTTOM = 788.0

BriefValue = ClientBrief | ClientEdition | GroupBrief
"""What the pages of a brief can be made of."""

_FOOTER_TOP = 796.0
_HEAD_STRONG = Style(9, "semibold")
_HEAD = Style(9)
_CLASS = Style(8, "semibold")
_PAGE_NUMBER = Style(7.8, "medium")
_FOOT = TINY._replace(leading=9.6)


class Frame(NamedTuple):
    """The words around the content of a page: all of them are in the current language.

    `aside` follows the title, `label` is the class in the corner, `handling` says what to do with the paper, `origin`
    where its facts are from, `code` which firm it is about. `mark` stands across the page, empty for none.
    """

    title: str
    label: str
    handling: str
    aside: str = ""
    origin: str = ""
    code: str = ""
    mark: str = ""


def framed(frame: Frame, print_id: str, number: int, total: int) -> Drawing:
    """Return an empty page with its head line and its footer; `print_id` is the number of the copy, if any."""
    page = Drawing(PAGE_WIDTH, PAGE_HEIGHT)
    _head(page, frame)
    _footer(page, frame, print_id, number, total)
    return page


def brief_frame(brief: BriefValue, options: PaperOptions) -> Frame:
    """Return the words around the pages of a brief."""
    is_group = isinstance(brief, GroupBrief)
    return Frame(
        title=_("Group brief") if is_group else _("Client brief"),
        aside=_visit(brief.visit) if not isinstance(brief, GroupBrief) and brief.visit else "",
        label=class_label("client" if isinstance(brief, ClientEdition) else "internal", brief.confidentiality),
        handling=handling(options, for_client=isinstance(brief, ClientEdition)),
        origin=origin_of(brief.nature, brief.sources),
        code=brief.code,
        mark="" if isinstance(brief, ClientEdition) else watermark(options),
    )


def watermark(options: PaperOptions) -> str:
    """Return the text across an internal page: class, user, date and time; empty where there is to be none."""
    if not options.watermark or options.black_and_white:
        return ""
    return _("{audience}  {user}  {time}").format(
        audience=reference.text("audience", "internal"),
        user=options.printed_by,
        time=moment(options.printed_at),
    )


def moment(at: datetime) -> str:
    """Return a local date and time."""
    return f"{format_date(at.date())} {at:%H:%M}"


def _head(page: Drawing, frame: Frame) -> None:
    _emblem(page, LEFT, 25.9)
    x = LEFT + 20
    x += page.text(x, 35.9, frame.title, _HEAD_STRONG) + 9
    room = RIGHT - text_width(frame.label, _CLASS) - 12
    page.text(RIGHT, 35.9, frame.label, _CLASS, "danger_text", align="right")
    if frame.aside:
        page.text(x, 35.9, frame.aside, _HEAD, "text_secondary", room=room - x)
    page.rule(LEFT, 45.9, RIGHT)


def _emblem(page: Drawing, x: float, y: float) -> None:
    page.box((x, y), (14, 14), fill="accent", radius=3.2)
    points = [(x + 3.1, y + 10.4), (x + 6.0, y + 7.2), (x + 8.2, y + 8.4), (x + 10.9, y + 4.0)]
    page.path(points, stroke="white", weight=1.1)
    page.circle(points[0], 1.2, fill="white")
    page.circle(points[-1], 1.7, fill="white")


def class_label(audience: str, confidentiality: str) -> str:
    """Return for whom a paper is and its class, as they stand in the corner (domain reference, 7.4)."""
    parts = (reference.text("audience", audience), reference.text("confidentiality", confidentiality))
    label = " · ".join(parts)
    return label if is_chinese() else label.upper()


def _visit(visit: BriefVisit | VisitSlot) -> str:
    when = _("{weekday} {date}, {time}").format(
        weekday=format_weekday(visit.starts_at.date()),
        date=format_date(visit.starts_at.date()),
        time=f"{visit.starts_at:%H:%M}",
    )
    kind = _("Visit")
    if isinstance(visit, BriefVisit) and visit.type != "field_visit":
        kind = reference.text("meeting_type", visit.type)
    return clauses((kind, when, visit.place))


def _footer(page: Drawing, frame: Frame, print_id: str, number: int, total: int) -> None:
    page.rule(LEFT, _FOOTER_TOP, RIGHT)
    numbering = _("Page {number} of {total}").format(number=number, total=total)
    page.text(RIGHT, 807.0, numbering, _PAGE_NUMBER, "text_secondary", align="right")
    copy = _("Copy {print_id}").format(print_id=print_id) if print_id else ""
    below = " · ".join(text for text in (frame.code, copy) if text)
    page.text(RIGHT, 816.6, below, TINY, "text_tertiary", align="right", room=150)
    room = WIDTH - 130
    page.text(LEFT, 807.0, frame.handling, TINY, "text_tertiary", room=room)
    page.lines(LEFT, 816.6, set_lines(frame.origin, _FOOT, room, 2), _FOOT, "text_tertiary")


def handling(options: PaperOptions, *, for_client: bool = False) -> str:
    """Return who printed a paper and when, and what is to be done with it."""
    if for_client:
        text = _("Printed by {user}, facts as of {time}, for the client. Information only, not an offer of credit.")
    else:
        text = _("Printed by {user}, facts as of {time}. Do not leave at the client. Return to the file or shred.")
    return text.format(user=options.printed_by, time=moment(options.printed_at))


def origin_of(nature: str, found: Sequence[BriefSource]) -> str:
    """Return where the facts of a page are from; `nature` is that of the firm it is about."""
    named = [_source(source) for source in found]
    sources = ("；" if is_chinese() else "; ").join(dict.fromkeys(named))
    text = _("Sources: {sources}.").format(sources=sources) if sources else ""
    if nature == "sample":
        return f"{_('Sample: a fictional firm, and all figures are illustrative.')} {text}".strip()
    if nature == "public_facts":
        return f"{_('Public facts only.')} {text}".strip()
    return text


def _source(source: BriefSource) -> str:
    name = source.citation or reference.text("info_source", source.source)
    if source.as_of is None:
        return name
    return _("{source} ({date})").format(source=name, date=format_partial(source.as_of))
