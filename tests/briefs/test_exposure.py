"""The table of credit lines: figures of any length stand beside each other."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rmapp import i18n
from rmapp.briefs.drawing import TextMark
from rmapp.briefs.exposure import exposure
from rmapp.domain.brief import BriefExposure, BriefLine, client_edition
from rmapp.domain.brief_credit import BarLine, ExposureStrip, StripRow
from rmapp.domain.money import Money
from tests.brief_samples import TODAY, sample_brief
from tests.briefs.test_group_section import texts_of


def book(amount: int) -> BriefExposure:
    money = Money.of(amount)
    amounts = dict.fromkeys(("limit", "drawn", "waiting", "free"), money)
    line = BriefLine(facility_type="working_capital", use="in_use", matures_on=TODAY, **amounts)
    return BriefExposure(lines=(line, line), **amounts)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("amount", [0, 12_000_000, 108_700_000, 98_765_432_100])
def test_figures_do_not_touch(language, amount):
    with i18n.speaking(language):
        drawing = exposure(book(amount), TODAY, 504.0)
    texts = [mark for mark in drawing.marks if isinstance(mark, TextMark)]
    for y in {mark.y for mark in texts}:
        line = sorted((mark.x, mark.x + mark.line.width) for mark in texts if mark.y == y)
        assert all(left[1] + 2 <= right[0] for left, right in pairwise(line)), (language, amount, y, line)


LEGENDS = {
    "en": {
        "condition": "Waiting for a condition 50%",
        "valuation": "Waiting for a valuation 50%",
        "": "Waiting 50%",
    },
    "zh_CN": {"condition": "待落实条件 50%"},
}


@pytest.mark.parametrize("edition", ["internal", "client"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("waits_for", ["condition", "valuation", ""])
def test_the_legend_names_what_the_amount_waits_for(edition, language, waits_for):
    amounts = {"limit": Money.of(20), "drawn": Money.of(6), "waiting": Money.of(10), "free": Money.of(4)}
    line = BriefLine(facility_type="ip_pledge_loan", use="in_use", **amounts)
    told = BriefExposure(lines=(line,), waits_for=waits_for, **amounts)
    part = BarLine(limit=line.limit, used=line.drawn, waiting=line.waiting, free=line.free)
    strip = ExposureStrip(firm=StripRow(**amounts), bar=(part,))
    with i18n.speaking(language):
        found = texts_of(exposure(told, TODAY, 504.0, strip=strip if edition == "internal" else None))

    (legend,) = [text for text in found if text.endswith(" 50%")]
    assert legend == LEGENDS[language].get(waits_for, legend)
    assert waits_for == "condition" or legend not in (LEGENDS["en"]["condition"], LEGENDS["zh_CN"]["condition"])


def test_the_clients_copy_keeps_what_its_amount_waits_for():
    brief = sample_brief(exposure=book(10).model_copy(update={"waits_for": "valuation"}))

    assert client_edition(brief).exposure.waits_for == "valuation"
