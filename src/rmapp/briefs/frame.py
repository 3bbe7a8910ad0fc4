"""What stands around the content of every page: head line, footer and watermark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.painting import PAGE_HEIGHT, PAGE_WIDTH
from rmapp.briefs.styles import LEFT, RIGHT, TINY, WIDTH, is_chinese
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.domain import reference
from rmapp.domain.brief import BriefVisit, ClientBrief, ClientEdition, VisitSlot
from rmapp.domain.group_brief import GroupBrief
from rmapp.domain.wording import format_date, format_partial, format_weekday
from rmapp.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from rmapp.domain.brief import BriefSource
    from rmapp.domain.brief_options import BriefOptions

CONTENT_TOP = 61.7
CONTENT_BOTTOM = 788.0

Paper = ClientBrief | ClientEdition | GroupBrief
"""What a page can be made of."""

_FOOTER_TOP = 796.0
_HEAD_STRONG = Style(9, "semibold")
_HEAD = Style(9)
_CLASS = Style(8, "semibold")
_PAGE_NUMBER = Style(7.8, "medium")
_FOOT = TINY._replace(leading=9.6)


def framed(brief: Paper, options: BriefOptions, number: int, total: int) -> Drawing:
    """Return an empty page with its head line and its footer."""
    page = Drawing(PAGE_WIDTH, PAGE_HEIGHT)
    _head(page, brief)
    _footer(page, brief, options, number, total)
    return page


def watermark(brief: Paper, options: BriefOptions) -> str:
    """Return the text across the page: class, user, date and time; empty where there is to be none."""
    if not options.watermark or options.black_and_white or isinstance(brief, ClientEdition):
        return ""
    return _("{audience}  {user}  {time}").format(
        audience=reference.text("audience", "internal"),
        user=options.printed_by,
        time=moment(options.printed_at),
    )


def moment(at: datetime) -> str:
    """Return a local date and time."""
    return f"{format_date(at.date())} {at:%H:%M}"


def _head(page: Drawing, brief: Paper) -> None:
    _emblem(page, LEFT, 25.9)
    x = LEFT + 20
    title = _("Group brief") if isinstance(brief, GroupBrief) else _("Client brief")
    x += page.text(x, 35.9, title, _HEAD_STRONG) + 9
    label = _class_label(brief)
    room = RIGHT - text_width(label, _CLASS) - 12
    page.text(RIGHT, 35.9, label, _CLASS, "danger_text", align="right")
    if not isinstance(brief, GroupBrief) and brief.visit:
        page.text(x, 35.9, _visit(brief.visit), _HEAD, "text_secondary", room=room - x)
    page.rule(LEFT, 45.9, RIGHT)


def _emblem(page: Drawing, x: float, y: float) -> None:
    page.box((x, y), (14, 14), fill="accent", radius=3.2)
    points = [(x + 3.1, y + 10.4), (x + 6.0, y + 7.2), (x + 8.2, y + 8.4), (x + 10.9, y + 4.0)]
    page.path(points, stroke="white", weight=1.1)
    page.circle(points[0], 1.2, fill="white")
    page.circle(points[-1], 1.7, fill="white")


def _class_label(brief: Paper) -> str:
    audience = "client" if isinstance(brief, ClientEdition) else "internal"
    parts = (reference.text("audience", audience), reference.text("confidentiality", brief.confidentiality))
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
    texts = [kind, when, visit.place]
    if isinstance(visit, BriefVisit):
        texts.append(visit.purpose)
    return ("，" if is_chinese() else ", ").join(text for text in texts if text)


def _footer(page: Drawing, brief: Paper, options: BriefOptions, number: int, total: int) -> None:
    page.rule(LEFT, _FOOTER_TOP, RIGHT)
    numbering = _("Page {number} of {total}").format(number=number, total=total)
    page.text(RIGHT, 807.0, numbering, _PAGE_NUMBER, "text_secondary", align="right")
    if options.print_id:
        copy = _("Copy {print_id}").format(print_id=options.print_id)
        page.text(RIGHT, 816.6, copy, TINY, "text_tertiary", align="right", room=150)
    room = WIDTH - 130
    page.text(LEFT, 807.0, _handling(brief, options), TINY, "text_tertiary", room=room)
    lines = set_lines(_origin(brief), _FOOT, room, 2)
    page.lines(LEFT, 816.6, lines, _FOOT, "text_tertiary")


def _handling(brief: Paper, options: BriefOptions) -> str:
    if isinstance(brief, ClientEdition):
        text = _("Printed by {user}, {time}, for the client. Information only, not an offer of credit.")
    else:
        text = _("Printed by {user}, {time}. Do not leave at the client. Return to the file or shred.")
    return text.format(user=options.printed_by, time=moment(options.printed_at))


def _origin(brief: Paper) -> str:
    named = [_source(source) for source in brief.sources]
    sources = ("；" if is_chinese() else "; ").join(dict.fromkeys(named))
    text = _("Sources: {sources}.").format(sources=sources) if sources else ""
    if brief.nature == "sample":
        return f"{_('Sample: a fictional firm, and all figures are illustrative.')} {text}".strip()
    if brief.nature == "public_facts":
        return f"{_('Public facts only.')} {text}".strip()
    return text


def _source(source: BriefSource) -> str:
    name = source.citation or reference.text("info_source", source.source)
    if source.as_of is None:
        return name
    return _("{source} ({date})").format(source=name, date=format_partial(source.as_of))
