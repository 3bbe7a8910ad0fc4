"""The columns of the list of clients: what each says of a firm and how it is drawn."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.money import Money, format_in_unit, format_money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.query import nature_text
from rmapp.domain.scoring import format_score
from rmapp.domain.wording import format_date, format_partial, format_percent
from rmapp.i18n import _, pgettext
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.due_words import due, short_day
from rmapp.ui.models.column import CENTRE, RIGHT, Cell, Column
from rmapp.ui.pages.client_touch_columns import touch_columns
from rmapp.ui.tokens import active
from rmapp.ui.widgets.chips import short_stage_label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QColor, QPainter

    from rmapp.domain.card import FirmCard

NATURE_ICONS = {"public_facts": "newspaper", "sample": "flask-conical"}
_MONOGRAM = 28
_BAR = 52


def client_columns(today: Callable[[], date]) -> tuple[Column[FirmCard], ...]:
    """Return every column of the list in the order of the design; days are counted from `today`."""
    next_text, next_paint = partial(_next_said, today), partial(_paint_next, today)
    return (
        Column("name", _("Firm"), 190, _name, _paint_name, tip=_name_tip, sort="name", stretch=4, fixed=True),
        Column("stage", _("Stage"), 118, _stage, _paint_stage, tip=_stage, sort="stage", stretch=2),
        Column("tier", _("Tier"), 46, _tier, _paint_tier, align=CENTRE, sort="tier"),
        Column(
            "outstanding",
            pgettext("column of amounts", "Outstanding"),
            108,
            _outstanding,
            _paint_outstanding,
            tip=_outstanding_tip,
            align=RIGHT,
            sort="outstanding",
            descends=True,
        ),
        Column(
            "utilisation",
            _("Utilisation"),
            112,
            _utilisation,
            _paint_utilisation,
            tip=_limit_tip,
            sort="utilisation",
            descends=True,
        ),
        Column(
            "next_action", _("Next action"), 168, next_text, next_paint, tip=next_text, sort="next_action", stretch=1
        ),
        Column(
            "contact",
            _("Contact"),
            78,
            lambda card: short_day(today(), card.last_contact),
            sort="contact",
            descends=True,
        ),
        *touch_columns(today),
        Column("industry", _("Industry"), 200, _industry, tip=_industry, sort="industry", from_width=1600),
        Column(
            "limit",
            pgettext("column of amounts", "Limit"),
            96,
            _limit,
            align=RIGHT,
            sort="limit",
            descends=True,
            from_width=2560,
        ),
        Column(
            "maturity",
            _("Next maturity"),
            112,
            lambda card: short_day(today(), card.next_maturity),
            sort="maturity",
            from_width=2560,
        ),
        Column("city", _("City"), 100, lambda card: card.city or _("–"), from_width=2560),
        Column(
            "grade", _("Grade"), 92, _grade, tip=_grade_tip, align=CENTRE, sort="grade", descends=True, from_width=None
        ),
        Column("stage_since", _("In stage since"), 112, _stage_since, sort="stage_since", from_width=None),
        Column(
            "watch",
            _("Watch list"),
            112,
            _watch,
            _paint_watch,
            tip=_watch,
            sort="watch",
            descends=True,
            from_width=None,
        ),
        Column("owner", _("Account manager"), 120, lambda card: card.owner or _("–"), from_width=None),
    )


def row_sentence(today: Callable[[], date]) -> Callable[[FirmCard], str]:
    """Return what reads a row out as one sentence."""

    def sentence(card: FirmCard) -> str:
        return _(
            "{name}, {stage}, tier {tier}, outstanding {outstanding}, utilisation {utilisation}, "
            "next: {next}, last contact {contact}"
        ).format(
            name=_name_tip(card),
            stage=_stage(card),
            tier=_tier(card),
            outstanding=_outstanding_tip(card),
            utilisation=_utilisation(card),
            next=_next_said(today, card),
            contact=short_day(today(), card.last_contact),
        )

    return sentence


def _name(card: FirmCard) -> str:
    return card.name


def _name_tip(card: FirmCard) -> str:
    mark = nature_text(card.nature) if card.nature in NATURE_ICONS else ""
    return "\n".join(filter(None, (card.name, card.second_name, mark, watch_text(card))))


def watch_text(card: FirmCard) -> str:
    """Return in a word why a firm is on the watch list; empty for a firm that is not."""
    return "" if card.watch == "none" else reference.text("watch_status", card.watch)


def _watch(card: FirmCard) -> str:
    return watch_text(card) or _("–")


def _stage(card: FirmCard) -> str:
    return short_stage_label(card.stage) if card.stage else _("–")


def _tier(card: FirmCard) -> str:
    return card.tier or _("–")


def _grade(card: FirmCard) -> str:
    return " ".join(part for part in (card.grade, _score(card)) if part) or _("–")


def _score(card: FirmCard) -> str:
    return "" if card.score is None else format_score(Decimal(card.score) / 10)


def _grade_tip(card: FirmCard) -> str:
    if not card.grade or card.scored_on is None:
        return _("This client has not been scored yet.")
    said = _("{grade} on {date}: a working aid, not a credit decision.")
    return said.format(grade=_grade(card), date=format_date(card.scored_on))


def _outstanding(card: FirmCard) -> str:
    return _in_unit(card.outstanding) or _unknown(card)


def _outstanding_tip(card: FirmCard) -> str:
    return format_money(card.outstanding, "full") if card.outstanding is not None else _unknown(card)


def _limit(card: FirmCard) -> str:
    return _in_unit(card.limit) or _unknown(card)


def _limit_tip(card: FirmCard) -> str:
    if card.limit is None:
        return _unknown(card)
    return _("Limit {amount}").format(amount=format_money(card.limit, "full"))


def _utilisation(card: FirmCard) -> str:
    if card.utilisation_bp is not None:
        return format_percent(card.utilisation_bp, 0)
    if card.limit is not None and card.outstanding is None:
        return _("limit {amount}").format(amount=_in_unit(card.limit))
    return _("–")


def _next_said(today: Callable[[], date], card: FirmCard) -> str:
    if not card.next_text or card.next_on is None:
        return card.next_text or _("–")
    return f"{card.next_text}\n{due(card.next_on, today()).text}"


def _industry(card: FirmCard) -> str:
    return reference.text("industry_gb", card.industry) if card.industry else _("–")


def _stage_since(card: FirmCard) -> str:
    return format_partial(PartialDate(card.stage_since)) if card.stage_since else _("–")


def _unknown(card: FirmCard) -> str:
    """Say that an amount is not known: a published source may have kept it back."""
    return _("not public") if card.nature == "public_facts" else _("–")


def _in_unit(money: Money | None) -> str:
    """Return an amount in the unit of its column: millions in English, ten thousands in Chinese."""
    if money is None:
        return ""
    number = format_in_unit(money, 10**4, 0) if i18n.current() == "zh_CN" else format_in_unit(money, 10**6)
    return pgettext("amount in a column", "{n}m").format(n=number)


def _paint_name(painter: QPainter, cell: Cell, card: FirmCard) -> None:
    rect, theme = cell.rect, active()
    side = min(metrics.grown(_MONOGRAM, lines=2), rect.height() - 6)
    left = rect.left() + metrics.space(2)
    paint.monogram(painter, QRectF(left, rect.center().y() - side / 2, side, side), card.monogram)
    words = QRectF(left + side + metrics.space(2) + 2, rect.top(), 0, rect.height())
    words.setRight(rect.right())
    said, tint = watch_text(card), theme.colour(_watch_role(card))
    wide = paint.text_width(said, fonts.font("small", 500)) + metrics.space(2) if said else 0.0
    if cell.compact:
        paint.text(painter, words, said, fonts.font("small", 500), tint, align=paint.RIGHT, elide=False)
        words.setRight(words.right() - wide)
        paint.text(painter, words, card.name, fonts.font("body", 500), theme.colour("text_primary"))
        return
    upper, lower = _two_lines(words)
    paint.text(painter, upper, card.name, fonts.font("body", 500), theme.colour("text_primary"))
    ink = theme.colour("text_tertiary")
    paint.text(painter, lower, said, fonts.font("small", 500), tint)
    lower.setLeft(lower.left() + wide)
    mark = NATURE_ICONS.get(card.nature)
    if mark:
        size = metrics.icon() - 4
        icons.paint(painter, mark, QRectF(lower.left(), lower.center().y() - size / 2, size, size), ink)
        lower.setLeft(lower.left() + size + 4)
    second = nature_text(card.nature) if card.nature == "public_facts" else card.second_name
    paint.text(painter, lower, second, fonts.font("small"), ink)


def _watch_role(card: FirmCard) -> str:
    return "warning_text" if card.watch == "watch" else "danger_text"


def _paint_watch(painter: QPainter, cell: Cell, card: FirmCard) -> None:
    ink = active().colour("text_tertiary" if card.watch == "none" else _watch_role(card))
    _paint_small(painter, cell.rect, _watch(card), ink, paint.LEFT)


def _paint_stage(painter: QPainter, cell: Cell, card: FirmCard) -> None:
    if card.stage is None:
        _paint_dash(painter, cell)
        return
    origin = QPointF(cell.rect.left() + 1, cell.rect.center().y())
    label = short_stage_label(card.stage)
    room = cell.rect.width() - paint.chip_width("", dot=True) - 1
    words = QFontMetricsF(fonts.font("caption", 500)).elidedText(label, Qt.TextElideMode.ElideRight, room)
    paint.stage_chip(painter, origin, card.stage, words)


def _paint_tier(painter: QPainter, cell: Cell, card: FirmCard) -> None:
    if card.tier:
        paint.tier_chip(painter, cell.rect.center(), card.tier)
    else:
        _paint_small(painter, cell.rect, _("–"), active().colour("text_tertiary"), paint.CENTRE)


def _paint_outstanding(painter: QPainter, cell: Cell, card: FirmCard) -> None:
    theme = active()
    if card.outstanding is None:
        _paint_small(painter, cell.rect, _unknown(card), theme.colour("text_tertiary"), paint.RIGHT)
        return
    face = fonts.font("body", 500, numeric=True)
    paint.text(painter, cell.rect, _outstanding(card), face, theme.colour("text_primary"), align=paint.RIGHT)


def _paint_utilisation(painter: QPainter, cell: Cell, card: FirmCard) -> None:
    theme, rect = active(), cell.rect
    if card.utilisation_bp is None:
        _paint_small(painter, rect, _utilisation(card), theme.colour("text_tertiary"), paint.LEFT)
        return
    fraction = card.utilisation_bp / 10_000
    wide = min(_BAR, rect.width() / 2)
    bar = QRectF(rect.left() + 2, rect.center().y() - 2.5, wide, 5)
    paint.bar(painter, bar, [(fraction, paint.utilisation_colour(fraction))])
    role = "danger_text" if fraction >= 0.95 else "warning_text" if fraction >= 0.85 else "text_secondary"
    number = QRectF(bar.right(), rect.top(), rect.right() - bar.right() - 4, rect.height())
    face = fonts.font("small", 500 if fraction >= 0.95 else None, numeric=True)
    paint.text(painter, number, _utilisation(card), face, theme.colour(role), align=paint.RIGHT)


def _paint_next(today: Callable[[], date], painter: QPainter, cell: Cell, card: FirmCard) -> None:
    theme = active()
    if card.next_on is None:
        _paint_dash(painter, cell)
        return
    when = due(card.next_on, today())
    ink, face = theme.colour(when.role), fonts.font("small", when.weight)
    if cell.compact:
        _paint_small(painter, cell.rect, when.text, ink, paint.LEFT)
        return
    upper, lower = _two_lines(cell.rect)
    paint.text(painter, upper, card.next_text, fonts.font("body"), theme.colour("text_primary"))
    paint.text(painter, lower, when.text, face, ink)


def _paint_dash(painter: QPainter, cell: Cell) -> None:
    _paint_small(painter, cell.rect, _("–"), active().colour("text_tertiary"), paint.LEFT)


def _paint_small(painter: QPainter, rect: QRectF, words: str, ink: QColor, align: object) -> None:
    paint.text(painter, rect, words, fonts.font("small"), ink, align=align)  # type: ignore[arg-type]


def _two_lines(rect: QRectF) -> tuple[QRectF, QRectF]:
    """Return the places of two lines, together in the middle of the row."""
    first, second = metrics.line("body"), metrics.line("small")
    top = rect.top() + (rect.height() - first - second) / 2 + 1
    upper = QRectF(rect.left(), top, rect.width(), first)
    return upper, QRectF(rect.left(), top + first - 1, rect.width(), second)
