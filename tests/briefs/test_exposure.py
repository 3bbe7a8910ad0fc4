"""The table of credit lines: figures of any length stand beside each other."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rmapp import i18n
from rmapp.briefs.drawing import TextMark
from rmapp.briefs.exposure import exposure
from rmapp.domain.brief import BriefExposure, BriefLine
from rmapp.domain.money import Money
from tests.brief_samples import TODAY


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
