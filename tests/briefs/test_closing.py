"""Rows of amounts on paper: what is printed adds up, and the limit and the drawn amount are never changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp import i18n
from rmapp.briefs.closing import closing
from rmapp.briefs.exposure import exposure
from rmapp.briefs.wording import TableUnit
from rmapp.domain.brief import BriefExposure, BriefLine, Names
from rmapp.domain.brief_credit import ExposureStrip, StripRow
from rmapp.domain.group_brief import GroupLine
from rmapp.domain.money import Money
from tests.brief_samples import TODAY
from tests.briefs.pdf_text import pages_text, squeezed
from tests.briefs.test_group_brief import printed
from tests.briefs.test_group_section import texts_of
from tests.group_samples import sample_group

NAMES = ("limit", "drawn", "waiting", "free")
GROUP = ("230", "98", "66.275", "65.725")


def millions(text: str, ccy: str = "CNY") -> Money:
    """Return an amount given in millions, to the fen."""
    return Money.of(Decimal(text) * 10**6, ccy)


def row(*amounts: str, **more: Money) -> StripRow:
    return StripRow(**dict(zip(NAMES, map(millions, amounts), strict=True)), **more)


def figures(one: StripRow) -> list[str]:
    """Return the amounts as they are printed."""
    unit = TableUnit([getattr(one, name) for name in NAMES])
    return [unit.number(getattr(closing(one, unit), name)) for name in NAMES]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (GROUP, ["230.00", "98.00", "66.28", "65.72"]),
        (("10", "9.99", "0.005", "0.005"), ["10.00", "9.99", "0.01", "0.00"]),
        (("10.006", "5.002", "2.502", "2.502"), ["10.01", "5.00", "2.51", "2.50"]),
        (("10.006", "5.002", "0", "5.004"), ["10.01", "5.00", "0.00", "5.01"]),
        (("10.006", "5.002", "5.004", "0"), ["10.01", "5.00", "5.01", "0.00"]),
        (("130", "58", "66.3", "5.7"), ["130.0", "58.0", "66.3", "5.7"]),
    ],
)
def test_the_last_digit_goes_to_what_waits_or_is_free(amounts, expected):
    assert figures(row(*amounts)) == expected


def test_cash_margin_counts_as_the_note_prints_it():
    one = row("20", "10", "4.275", "7.725", used=millions("8"))

    assert figures(one) == ["20.00", "10.00", "4.28", "7.72"]


@pytest.mark.parametrize(
    "one",
    [
        row("10", "9.99", "0", "0.005"),
        row(*GROUP).model_copy(update={"waiting": None}),
        row(*GROUP).model_copy(update={"free": millions("65.725", "USD")}),
        StripRow(),
    ],
)
def test_a_row_that_does_not_add_up_or_is_not_known_stays_as_it_is(one):
    assert closing(one, TableUnit([millions("66.275")])) == one


@given(st.tuples(*[st.integers(0, 10**13)] * 3), st.sampled_from(["en", "zh_CN"]), st.booleans())
def test_what_is_printed_always_adds_up(parts, language, short):
    amounts = dict(zip(NAMES, (Money(minor=minor) for minor in (sum(parts), *parts)), strict=True))
    line = BriefLine(facility_type="rd_loan", use="in_use", **amounts)
    with i18n.speaking(language):
        unit = TableUnit(amounts.values(), short=short)
        made = closing(line, unit)
        limit, drawn, waiting, free = (
            round(float(unit.number(getattr(made, name)).replace(",", "")) * 100) for name in NAMES
        )

        assert limit == drawn + waiting + free
        assert min(waiting, free) >= 0
        assert (made.limit, made.drawn) == (line.limit, line.drawn)
        for name in ("waiting", "free"):
            off = abs(getattr(made, name).minor - amounts[name].minor)
            assert off * 10**unit.places < 150 * unit.size, "never off by more than one and a half of the last digit"


def test_the_strip_of_the_group_adds_up():
    group = squeezed("".join(pages_text(printed(sample_group(sums=row(*GROUP))))))

    assert all(text in group for text in ("230.00", "98.00", "66.28", "65.72"))
    assert "65.73" not in group


def test_a_line_reads_the_same_on_both_papers():
    amounts = dict(zip(NAMES, map(millions, ("30", "18", "6.275", "5.725")), strict=True))
    line = BriefLine(facility_type="ip_pledge_loan", use="in_use", **amounts)
    of_group = GroupLine(firm=Names(en="Chaosheng"), facility_type="ip_pledge_loan", use="in_use", **amounts)
    group = squeezed("".join(pages_text(printed(sample_group(lines=(of_group,))))))

    assert "30.0018.005.72" in group
    assert "5.72" in texts_of(exposure(BriefExposure(lines=(line,)), TODAY, 504.0))


def test_the_strip_of_a_firm_and_its_group_add_up():
    strip = ExposureStrip(firm=row(*GROUP), group=row(*GROUP))

    assert texts_of(exposure(BriefExposure(), TODAY, 504.0, strip=strip)).count("65.72") == 2


def test_a_line_and_the_total_add_up():
    amounts = dict(zip(NAMES, map(millions, GROUP), strict=True))
    line = BriefLine(facility_type="rd_loan", use="in_use", **amounts)
    found = texts_of(exposure(BriefExposure(lines=(line,), **amounts), TODAY, 504.0))

    assert (found.count("66.28"), found.count("65.72"), found.count("65.73")) == (2, 2, 0)
