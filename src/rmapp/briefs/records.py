"""What was said and promised, what money was raised and which rights are held; and room to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import Entry, empty_section, listing, more, section, tick_box
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.layout import COLUMN_GAP
from rmapp.briefs.styles import BODY, CAPS, SECTION_TOP, SMALL, STRONG, is_chinese, spaced
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.briefs.wording import not_disclosed, qualified_money
from rmapp.domain import reference
from rmapp.domain.claim_kinds import claim_kind_text
from rmapp.domain.claim_wording import claim_text
from rmapp.domain.wording import format_count, format_date, format_days_left, format_partial
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.brief import (
        BriefClaim,
        BriefIpCount,
        BriefNote,
        BriefPromise,
        BriefRound,
        ClientAction,
    )

_NOTE_LINES = 5
_TIGHT_LINES = 2
_MOST_PROMISES = 5
_MOST_CLAIMS = 8
_CLAIM_LEFT, _CLAIM_SHARE = 112.0, 0.4
_WIDE = 320.0
"""A section wider than this has room for two columns."""

_LINE_STEP = 20.5
_DATE = Style(8.4, "medium")
_TASK = Style(8.8, "medium", 11.6)
_DUE = Style(8.2, "medium")
_OWNER = Style(7.8)


def recent_notes(notes: Sequence[BriefNote], count: int, most: int, width: float, *, tight: bool = False) -> Drawing:
    """Return the latest notes, each cut at five lines; with `tight` at two, which stand below the day as well."""
    if not notes:
        return empty_section(width, _("Recent notes"))
    shown = notes[:most]
    aside = _("{n} of {total}").format(n=len(shown), total=max(count, len(notes)))
    drawing = section(width, _("Recent notes"), aside)
    left = 56.0 if is_chinese() else 52.0
    y = SECTION_TOP + 12
    for note in shown:
        day = format_date(note.on, "short")
        drawing.text(0, y, day, _DATE, "accent_text")
        kind = reference.text("meeting_type", note.type)
        title = note.purpose or kind
        drawing.text(left, y, title, STRONG, room=width - left)
        style = spaced(BODY)
        edge = 0.0 if tight else left
        lines = set_lines(note.text, style, width - edge, _TIGHT_LINES if tight else _NOTE_LINES)
        y = drawing.lines(edge, y + 13.5, lines, style, "text_secondary") + 8
    drawing.height = y - 14
    return drawing


def reported_facts(claims: Sequence[BriefClaim], width: float) -> Drawing:
    """Return facts that were reported in words or figures, each with the date it stands for."""
    drawing = section(width, _("Reported facts"))
    widest = max((text_width(claim_kind_text(one.kind), SMALL) for one in claims[:_MOST_CLAIMS]), default=0.0)
    left = min(max(_CLAIM_LEFT, widest + 14), width * _CLAIM_SHARE)
    y = SECTION_TOP + 11
    for claim in claims[:_MOST_CLAIMS]:
        drawing.text(0, y, claim_kind_text(claim.kind), SMALL, "text_tertiary", room=left - 8)
        day = format_partial(claim.as_of) if claim.as_of else ""
        taken = drawing.text(width, y, day, SMALL, "text_tertiary", align="right")
        style = spaced(BODY)
        lines = set_lines(claim_text(claim) or not_disclosed(), style, width - left - taken - 10, 2)
        y = drawing.lines(left, y, lines, style) + 2
    more(drawing, 0, y, len(claims) - _MOST_CLAIMS)
    drawing.height = y - 8 + (12 if len(claims) > _MOST_CLAIMS else 0)
    return drawing


def open_promises(promises: Sequence[BriefPromise], today: date, width: float) -> Drawing:
    """Return what is promised in both directions, with boxes to tick."""
    if not promises:
        return empty_section(width, _("Open commitments"))
    late = sum(promise.due_on < today for promise in promises)
    aside = ngettext("{n} overdue", "{n} overdue", late).format(n=late) if late else ""
    drawing = section(width, _("Open commitments"), aside)
    titles = {"ours": _("We promised"), "theirs": _("They promised")}
    by_side = {side: [one for one in promises if one.side == side] for side in titles}
    beside = width > _WIDE and all(by_side.values())
    column = (width - COLUMN_GAP) / 2 if beside else width
    x, y, lowest = 0.0, SECTION_TOP, SECTION_TOP
    for side, found in by_side.items():
        if not found:
            continue
        part = _promises_of(found, titles[side], today, column)
        drawing.place(part, x, y)
        lowest = max(lowest, y + part.height)
        x, y = (column + COLUMN_GAP, SECTION_TOP) if beside else (0.0, lowest)
    drawing.height = lowest - 3
    return drawing


def _promises_of(promises: Sequence[BriefPromise], title: str, today: date, width: float) -> Drawing:
    """Return the promises of one side under their heading."""
    drawing = Drawing(width)
    drawing.text(0, 12, title if is_chinese() else title.upper(), CAPS, "text_tertiary")
    y = 27.0
    for promise in promises[:_MOST_PROMISES]:
        y = _promise(drawing, promise.text, promise.owner, promise.due_on, today, y)
    left_out = len(promises) - _MOST_PROMISES
    more(drawing, 14.8, y, left_out)
    drawing.height = y + (18 if left_out > 0 else 3) - 12
    return drawing


def client_actions(actions: Sequence[ClientAction], width: float) -> Drawing:
    """Return what the client is to do, for the client's own copy."""
    title = _("Your next steps")
    if not actions:
        return empty_section(width, title)
    drawing = section(width, title)
    y = SECTION_TOP + 12
    for action in actions[: 2 * _MOST_PROMISES]:
        y = _promise(drawing, action.text, "", action.due_on, None, y)
    more(drawing, 14.8, y, len(actions) - 2 * _MOST_PROMISES)
    drawing.height = y - 8
    return drawing


def funding(rounds: Sequence[BriefRound], width: float) -> Drawing:
    """Return the latest funding rounds and, where reported, the sum of all."""
    entries = [
        Entry(
            _("All rounds") if entry.round == "total" else reference.text("funding_round", entry.round),
            entry.lead,
            format_partial(entry.on) if entry.on else "",
            qualified_money(entry.amount, entry.qualifier),
            known=entry.amount is not None,
        )
        for entry in rounds
    ]
    return listing(width, _("Funding"), entries)


def intellectual_property(counts: Sequence[BriefIpCount], width: float) -> Drawing:
    """Return the numbers of rights by type, as reported."""
    entries = [
        Entry(
            reference.text("ip_type", entry.ip_type),
            reference.text("ip_status", entry.status) if entry.status else "",
            format_partial(entry.as_of) if entry.as_of else "",
            not_disclosed() if entry.count is None else format_count(entry.count, entry.qualifier),
            known=entry.count is not None,
        )
        for entry in counts
    ]
    return listing(width, _("Intellectual property"), entries)


def writing_space(width: float, height: float) -> Drawing:
    """Return ruled lines down to a height."""
    drawing = section(width, _("Notes from the meeting"), _("commitments: who, what, by when"))
    y = SECTION_TOP + 22
    while y <= height:
        drawing.rule(0, y, width, "dots", 0.5, (0.6, 2.6))
        y += _LINE_STEP
    drawing.height = height
    return drawing


def _promise(drawing: Drawing, text: str, owner: str, due_on: date, today: date | None, y: float) -> float:
    late = today is not None and due_on < today
    due = format_days_left(due_on, today) if late and today else format_date(due_on, "short")
    tick_box(drawing, 0.6, y - 7.3)
    ink = "danger_text" if late else "text_secondary"
    taken = drawing.text(drawing.width, y, due, _DUE, ink, align="right")
    lines = set_lines(text, _TASK, drawing.width - 14.8 - taken - 10, 2)
    y = drawing.lines(14.8, y, lines, _TASK) - _TASK.leading
    if owner:
        drawing.text(14.8, y + 11, owner, _OWNER, "text_tertiary", room=drawing.width - 14.8)
        return y + 25
    return y + 17
