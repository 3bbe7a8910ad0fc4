"""Short lists about credit: what falls due, open signals, fees with interest, and other lenders."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.briefs.blocks import more, section
from rmapp.briefs.covenants import covenant_name
from rmapp.briefs.layout import COLUMN_GAP
from rmapp.briefs.styles import LABEL, SECTION_TOP, SMALL, VALUE
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.briefs.wording import not_disclosed, qualified_money
from rmapp.domain import reference
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date, format_days_left, format_partial, format_percent, format_rate
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief_credit import AlertKind, BriefAlert, BriefFee, BriefLenders, BriefPrice, BriefSignal

_MOST_ALERTS = 5
_MOST_SIGNALS = 4
_MOST_LENDERS = 4
_MOST_PRICES = 5
_LEAST_ABOUT = 40.0
_WIDE = 320.0
_ROW = 14.2
_PRESSING_DAYS = 7
_WORD = Style(8.0, "semibold")
_EVIDENCE = SMALL._replace(leading=10.4)
_SEVERITY_INKS = MappingProxyType({"red": "danger_text", "amber": "warning_text"})


def alerts(rows: Sequence[BriefAlert], as_of: date, width: float) -> Drawing:
    """Return what about credit falls due, the next first, with its date and the days left."""
    left_out = len(rows) - _MOST_ALERTS
    drawing = section(width, _("Credit alerts"))
    shown = rows[:_MOST_ALERTS]
    columns = 2 if width > _WIDE and len(shown) > 1 else 1
    column = (width - COLUMN_GAP * (columns - 1)) / columns
    lines = -(-len(shown) // columns)
    for at, row in enumerate(shown):
        left = at // lines * (column + COLUMN_GAP)
        y = SECTION_TOP + 10.5 + at % lines * _ROW
        ink = "danger_text" if row.days < 0 else "text_secondary"
        style = VALUE if row.days <= _PRESSING_DAYS else LABEL
        when = _("{date}, {left}").format(date=format_date(row.on, "short"), left=format_days_left(row.on, as_of))
        taken = drawing.text(left + column, y, when, SMALL, ink, align="right")
        drawing.text(left, y, alert_text(row), style, room=column - taken - 9)
    drawing.height = SECTION_TOP + lines * _ROW
    if left_out > 0:
        # The last place of the second column is free where the number shown is odd.
        free = columns == 2 and len(shown) % 2
        more(
            drawing,
            column + COLUMN_GAP if free else 0.0,
            drawing.height - 3.7 if free else drawing.height + 8,
            left_out,
        )
        drawing.height += 0 if free else 11
    return drawing


def alert_text(row: BriefAlert) -> str:
    """Return what falls due, in a few words."""
    patterns: dict[AlertKind, str] = {
        "approval_lapses": _("Approval lapses: {what}"),
        "line_matures": _("Line matures: {what}"),
        "draw_due": _("Draw-down due: {what}"),
        "price_reset": _("Price reset: {what}"),
        "revaluation_due": _("Valuation due: {what}"),
        "registration_ends": _("Registration ends: {what}"),
        "annual_fee": _("Annual fee due: {what}"),
        "covenant_test": _("Proof due: {what}"),
        "check_due": _("Use to be checked: {what}"),
    }
    if row.covenant is not None:
        what = covenant_name(row.covenant)
    else:
        what = row.thing or (reference.text("facility_type", row.facility_type) if row.facility_type else "–")
    return patterns[row.kind].format(what=what)


def signals(rows: Sequence[BriefSignal], width: float) -> Drawing:
    """Return open signals, red before amber, each with its word, its day and its evidence."""
    ordered = sorted(rows, key=lambda row: (row.severity != "red", -row.raised_on.toordinal()))
    drawing = section(width, _("Open signals"))
    y = SECTION_TOP
    for row in ordered[:_MOST_SIGNALS]:
        severity = reference.text("signal_severity", row.severity)
        ink = _SEVERITY_INKS.get(row.severity, "text_secondary")
        named = drawing.text(0, y + 10.5, severity, _WORD, ink) + 7
        taken = drawing.text(width, y + 10.5, format_date(row.raised_on, "iso"), SMALL, "text_tertiary", align="right")
        name = reference.text("warning_signal", row.code)
        drawing.text(named, y + 10.5, name, LABEL, room=width - named - taken - 8)
        y += _ROW
        if row.evidence:
            lines = set_lines(row.evidence, _EVIDENCE, width, 2)
            y = drawing.lines(0, y + 7.6, lines, _EVIDENCE, "text_secondary") - 6.4
    left_out = len(rows) - _MOST_SIGNALS
    more(drawing, 0, y + 9, left_out)
    drawing.height = y + (12 if left_out > 0 else 0)
    return drawing


def lenders(book: BriefLenders, width: float, *, tight: bool = False) -> Drawing:
    """Return what the firm is known to have elsewhere, with the totals known and their oldest date.

    With `tight` each line takes one row, with only its date and kind where there is room.
    """
    drawing = section(width, _("Known other lenders"), _share(book))
    y = SECTION_TOP
    for line in book.lines[:_MOST_LENDERS]:
        value = qualified_money(line.limit)
        if line.outstanding is not None:
            value = _("{drawn} of {limit}").format(drawn=format_money(line.outstanding), limit=value)
        known = line.limit is not None or line.outstanding is not None
        style, ink = (VALUE, "text_primary") if known else (SMALL, "text_tertiary")
        taken = drawing.text(width, y + 10.5, value, style, ink, align="right", room=width * 0.62)
        named = drawing.text(0, y + 10.5, line.lender, LABEL, room=width - taken - 9)
        kind = reference.text("facility_type", line.facility_type) if line.facility_type else ""
        dated = format_partial(line.as_of) if line.as_of else ""
        told = [text for text in (dated, kind, line.price_note) if text]
        room = width - taken - named - 16
        while tight and told and text_width(" · ".join(told), SMALL) > room:
            told.pop()
        about = " · ".join(told)
        if text_width(about, SMALL) <= room:
            drawing.text(named + 7, y + 10.5, about, SMALL, "text_tertiary")
        else:
            y += 10.4
            drawing.text(0, y + 10.5, about, SMALL, "text_tertiary", room=width)
        y += _ROW
    left_out = len(book.lines) - _MOST_LENDERS
    if left_out > 0:
        more(drawing, 0, y + 9, left_out)
        y += 12
    lines = set_lines(_totals(book), _EVIDENCE, width, 2)
    drawing.height = drawing.lines(0, y + 10.5, lines, _EVIDENCE, "text_secondary") - 6.5
    return drawing


def prices(rows: Sequence[BriefPrice], width: float) -> Drawing:
    """Return fees by line, and the interest of the running period, which is an estimate and says so."""
    period = next((row for row in rows if row.interest_from and row.interest_to), None)
    aside = ""
    if period is not None and period.interest_from and period.interest_to:
        first, end = (format_date(day, "iso") for day in (period.interest_from, period.interest_to))
        aside = _("estimate, {first} to {end}").format(first=first, end=end)
    drawing = section(width, _("Fees and interest"), aside)
    texts = [text for row in rows for text in _price_texts(row)]
    y = SECTION_TOP
    for name, about, value in texts[:_MOST_PRICES]:
        taken = drawing.text(width, y + 10.5, value, VALUE, align="right", room=width * 0.5)
        named = drawing.text(0, y + 10.5, name, LABEL, room=width - taken - 9)
        room = width - taken - named - 16
        if about and room > _LEAST_ABOUT:
            drawing.text(named + 7, y + 10.5, about, SMALL, "text_tertiary", room=room)
        y += _ROW
    left_out = len(texts) - _MOST_PRICES
    more(drawing, 0, y + 9, left_out)
    drawing.height = y + (12 if left_out > 0 else 0)
    return drawing


def _price_texts(row: BriefPrice) -> Iterator[tuple[str, str, str]]:
    """Yield what is paid, more about it, and how much."""
    line = reference.text("facility_type", row.facility_type)
    for fee in row.fees:
        name = _("{fee}: {facility}").format(fee=reference.text("fee_kind", fee.kind), facility=line)
        yield name, fee.when, fee_value(fee)
    if row.interest is not None:
        yield _("Interest: {facility}").format(facility=line), "", format_money(row.interest)


def fee_value(fee: BriefFee) -> str:
    """Return what a fee comes to: an amount, a rate, or that it is not disclosed."""
    if fee.amount is not None:
        return format_money(fee.amount)
    return format_rate(fee.rate_bp) if fee.rate_bp is not None else not_disclosed()


def _share(book: BriefLenders) -> str:
    if book.share_of_wallet_bp is None:
        return ""
    return _("our share of known debt {percent}").format(percent=format_percent(book.share_of_wallet_bp, 0))


def _totals(book: BriefLenders) -> str:
    limit = format_money(book.known_limit) if book.known_limit is not None else not_disclosed()
    drawn = format_money(book.known_outstanding) if book.known_outstanding is not None else not_disclosed()
    text = _("Known limits {limit}, known debt {drawn}").format(limit=limit, drawn=drawn)
    if book.oldest_as_of is not None:
        oldest = format_partial(book.oldest_as_of)
        pattern = _("Known limits {limit}, known debt {drawn}, oldest of {date}")
        text = pattern.format(limit=limit, drawn=drawn, date=oldest)
    if book.rates_on is None:
        return text
    return _("{text}; exchange rates of {rates_on}").format(text=text, rates_on=format_date(book.rates_on))
