"""The columns of the list of credit lines: what each says of a line and how it is drawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.line_query import use_text
from rmapp.domain.money import format_compact, format_money
from rmapp.domain.wording import format_date, format_days_left, format_percent, format_rate, qualify
from rmapp.i18n import _, listed, pgettext
from rmapp.ui import fonts, line_wording, metrics, paint
from rmapp.ui.models.column import RIGHT, Cell, Column
from rmapp.ui.models.two_lines import paint_two, two_lines
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QPainter

    from rmapp.domain.line_row import LineRow
    from rmapp.domain.money import Money

SOON_DAYS = 30
_BAR = 44
_RED, _AMBER = 9_500, 8_500


def line_columns(today: Callable[[], date]) -> tuple[Column[LineRow], ...]:
    """Return every column of the list; days are counted from `today`."""
    matures, paint_matures = partial(_maturity, today), partial(_paint_maturity, today)
    return (
        Column("firm", _("Firm"), 166, _firm, _paint_firm, tip=_firm_tip, sort="firm", stretch=4, fixed=True),
        Column("type", _("Type and number"), 156, _type, _paint_type, tip=_type, sort="type", stretch=3),
        Column("status", _("Use and status"), 118, _status, _paint_status, tip=_status, sort="status"),
        _amount_column("limit", _("Limit"), _limit, _limit_tip),
        _amount_column("outstanding", _("Outstanding"), _outstanding, _outstanding_tip),
        Column(
            "utilisation",
            _("Utilisation"),
            106,
            _utilisation,
            _paint_utilisation,
            tip=_utilisation,
            sort="utilisation",
            descends=True,
        ),
        Column("free", _("Free to draw"), 104, _free, tip=_free_tip, align=RIGHT),
        Column("price", _("Price"), 62, _price, align=RIGHT, sort="price"),
        Column("maturity", _("Matures"), day_width(), matures, paint_matures, tip=matures, sort="maturity"),
        Column("security", _("Security"), 112, _security, tip=_security, stretch=2),
        Column("lender", _("Lender"), 120, _lender, tip=_lender, sort="lender", from_width=1600),
        Column("number", _("Reference number"), 120, _number, tip=_number, sort="number", from_width=None),
        Column("currency", _("Currency"), 76, lambda row: row.ccy, from_width=None),
    )


def row_sentence(today: Callable[[], date]) -> Callable[[LineRow], str]:
    """Return what reads a row out as one sentence."""

    def sentence(row: LineRow) -> str:
        return _(
            "{firm}, {line}, {status}, limit {limit}, outstanding {outstanding}, utilisation {utilisation}, "
            "free to draw {free}, price {price}, {maturity}"
        ).format(
            firm=row.firm_name,
            line=_type(row).replace("\n", " "),
            status=_status(row),
            limit=_limit_tip(row),
            outstanding=_outstanding_tip(row),
            utilisation=_utilisation(row),
            free=_free_tip(row),
            price=_price(row),
            maturity=_maturity(today, row).replace("\n", ", "),
        )

    return sentence


def day_width() -> int:
    """Return the width of a column of days, which Chinese writes longer."""
    return 146 if i18n.current() == "zh_CN" else 106


def line_words(facility_type: str, reference_no: str) -> str:
    """Return the two lines that name a credit line in a table: its type, and under it its number."""
    return "\n".join(part for part in (reference.text("facility_type", facility_type), reference_no) if part)


def _amount_column(
    code: str, title: str, said: Callable[[LineRow], str], tip: Callable[[LineRow], str]
) -> Column[LineRow]:
    return Column(code, title, 96, said, tip=tip, align=RIGHT, sort=code, descends=True)


def _firm(row: LineRow) -> str:
    return row.firm_name


def _firm_tip(row: LineRow) -> str:
    return "\n".join(filter(None, (row.firm_name, row.second_name)))


def _type(row: LineRow) -> str:
    return line_words(row.facility_type, row.reference_no)


def _status(row: LineRow) -> str:
    status = reference.text("line_status", row.status)
    use = use_text(row.use)
    return status if status == use else _("{status} ({use})").format(status=status, use=use)


def _limit(row: LineRow) -> str:
    return _not_known() if row.limit is None else qualify(format_compact(row.limit), row.limit_qualifier)


def _limit_tip(row: LineRow) -> str:
    return _full(row.limit)


def _outstanding(row: LineRow) -> str:
    return _not_known() if row.outstanding is None else format_compact(row.outstanding)


def _outstanding_tip(row: LineRow) -> str:
    return _full(row.outstanding)


def _free(row: LineRow) -> str:
    return _not_known() if row.free is None else format_compact(row.free)


def _free_tip(row: LineRow) -> str:
    return _full(row.free)


def _utilisation(row: LineRow) -> str:
    if row.utilisation_bp is None:
        return _("–")
    said = format_percent(row.utilisation_bp, 0)
    return _("{percent} over limit").format(percent=said) if row.over_limit else said


def _price(row: LineRow) -> str:
    return _("–") if row.price_bp is None else format_rate(row.price_bp)


def _maturity(today: Callable[[], date], row: LineRow) -> str:
    if row.maturity_on is None:
        return _("not known")
    if row.use == "ended":
        return format_date(row.maturity_on)
    return f"{format_date(row.maturity_on)}\n{format_days_left(row.maturity_on, today())}"


def _security(row: LineRow) -> str:
    return listed(reference.text("security_type", code) for code in row.securities) or _("–")


def _lender(row: LineRow) -> str:
    return row.lender or _("–")


def _number(row: LineRow) -> str:
    return row.reference_no or _("–")


def _full(money: Money | None) -> str:
    return _not_known() if money is None else format_money(money, "full")


def _not_known() -> str:
    return _("not known")


def _paint_firm(painter: QPainter, cell: Cell, row: LineRow) -> None:
    rect, theme = cell.rect, active()
    side = min(metrics.grown(24, lines=2), rect.height() - 8)
    left = rect.left() + metrics.space(2)
    paint.monogram(painter, QRectF(left, rect.center().y() - side / 2, side, side), row.monogram)
    words = rect.adjusted(metrics.space(2) * 2 + side, 0, 0, 0)
    if cell.compact or not row.second_name:
        paint.text(painter, words, row.firm_name, fonts.font("body", 500), theme.colour("text_primary"))
        return
    upper, lower = two_lines(words)
    paint.text(painter, upper, row.firm_name, fonts.font("body", 500), theme.colour("text_primary"))
    paint.text(painter, lower, row.second_name, fonts.font("small"), theme.colour("text_tertiary"))


def _paint_type(painter: QPainter, cell: Cell, row: LineRow) -> None:
    paint_two(painter, cell, _type(row))


def _paint_status(painter: QPainter, cell: Cell, row: LineRow) -> None:
    theme = active()
    tone = line_wording.status_tone(row.status)
    words = reference.text("line_status", row.status)
    origin = QPointF(cell.rect.left() + 1, cell.rect.center().y())
    paint.chip(painter, origin, words, theme.colour(f"{tone}_soft"), theme.colour(f"{tone}_text"))


def _paint_utilisation(painter: QPainter, cell: Cell, row: LineRow) -> None:
    theme, rect = active(), cell.rect
    if row.utilisation_bp is None:
        paint.text(painter, rect, _("–"), fonts.font("small"), theme.colour("text_tertiary"))
        return
    fraction = row.utilisation_bp / 10_000
    bar = QRectF(rect.left() + 2, rect.center().y() - 2.5, min(_BAR, rect.width() / 2), 5)
    paint.bar(painter, bar, [(min(fraction, 1.0), paint.utilisation_colour(fraction))])
    is_red = row.over_limit or row.utilisation_bp >= _RED
    role = "danger_text" if is_red else "warning_text" if row.utilisation_bp >= _AMBER else "text_secondary"
    number = QRectF(bar.right(), rect.top(), rect.right() - bar.right() - 2, rect.height())
    face = fonts.font("small", 500 if is_red else None, numeric=True)
    words = format_percent(row.utilisation_bp, 0)
    if not row.over_limit or cell.compact:
        paint.text(painter, number, words, face, theme.colour(role), align=paint.RIGHT)
        return
    upper, lower = two_lines(number)
    paint.text(painter, upper, words, face, theme.colour(role), align=paint.RIGHT)
    paint.text(
        painter, lower, pgettext("utilisation", "over"), fonts.font("small"), theme.colour(role), align=paint.RIGHT
    )


def _paint_maturity(today: Callable[[], date], painter: QPainter, cell: Cell, row: LineRow) -> None:
    theme = active()
    if row.maturity_on is None:
        paint.text(painter, cell.rect, _("not known"), fonts.font("small"), theme.colour("text_tertiary"))
        return
    paint_two(painter, cell, _maturity(today, row), theme.colour(due_role((row.maturity_on - today()).days)))


def due_role(days: int) -> str:
    """Return the colour role of a day that is some days away: late in red, soon in amber."""
    if days < 0:
        return "danger_text"
    return "warning_text" if days <= SOON_DAYS else "text_tertiary"
