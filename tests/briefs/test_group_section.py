"""The grid of the group on a firm's own brief, and what says of drawn amounts that cash margin counts."""

from __future__ import annotations

import pytest

from rmapp import i18n
from rmapp.briefs.client_brief import render_brief
from rmapp.briefs.drawing import PlacedDrawing, TextMark
from rmapp.briefs.exposure import exposure
from rmapp.briefs.group_grid import group_section
from rmapp.briefs.line_story import line_story
from rmapp.domain.brief import BriefExposure, BriefLine, client_edition
from rmapp.domain.brief_credit import (
    BriefGroupLimit,
    BriefStory,
    ExposureStrip,
    GridCell,
    GroupGrid,
    StoryPoint,
    StoryStep,
    StripRow,
    Wording,
)
from tests.brief_samples import TODAY, brief_options, sample_brief
from tests.briefs.pdf_text import pages_text, squeezed
from tests.credit_samples import day, millions, overfull_grid, sample_credit, sample_grid

WIDTH = 504.0


def texts(drawing) -> list[str]:
    return ["".join(run.text for run in mark.line.runs) for mark in drawing.marks if isinstance(mark, TextMark)]


def texts_of(drawing) -> list[str]:
    """Return the texts of a drawing and of those placed on it."""
    placed = [text for mark in drawing.marks if isinstance(mark, PlacedDrawing) for text in texts_of(mark.drawing)]
    return [*texts(drawing), *placed]


def said(grid, *limits, language="en") -> list[str]:
    with i18n.speaking(language):
        return texts(group_section(grid, limits, WIDTH))


def test_each_firm_has_a_row_with_its_share_its_types_and_all_of_it():
    found = said(sample_grid())

    for part in (
        "Chaosheng Sensors",
        "Tingchao Hearing",
        "72%",
        "40.0 of 100.0",
        "6.0 of 15.0",
        "98.0 of 230.0",
        "Group",
    ):
        assert part in found, part
    assert "drawn of limit, CNY million" in found, "one unit for all"
    assert "Other types" not in found


def test_chinese_has_no_fraction_of_a_hundred_million():
    found = said(sample_grid(), language="zh_CN")

    assert "潮声传感" in found
    assert "9,800 / 23,000" in found


def test_types_after_the_third_are_added_up():
    grid = sample_grid()
    extra = GridCell(limit=millions("7"), drawn=millions("2"))
    rows = tuple(row.model_copy(update={"cells": (*row.cells, extra, extra)}) for row in grid.rows)
    found = said(GroupGrid(types=(*grid.types, "bill_discount", "factoring"), rows=rows, totals=grid.totals.model_copy(
        update={"cells": (*grid.totals.cells, extra, extra)})))  # fmt: skip

    assert "Other types" in found
    assert found.count("4.0 of 14.0") == len(rows) + 1
    assert not {"bill_discount", "Bill discount", "Factoring"} & set(found)


def test_too_many_firms_are_counted_and_the_firm_itself_is_among_those_shown():
    grid = sample_grid()
    own = grid.rows[0].model_copy(update={"firm": Wording(en="The last one")})
    others = [row.model_copy(update={"is_subject": False}) for row in grid.rows[1:]]
    found = said(grid.model_copy(update={"rows": (*others, *others, own)}))

    assert "+5 more" in found
    assert "The last one" in found
    assert found.index("The last one") < found.index("+5 more") < found.index("Group", 1)


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"split": "unknown"}, "split not known"),
        ({"split": "divided", "over_allocated": millions("30")}, "over-allocated by 30.0"),
        ({"split": "shared"}, "shared"),
    ],
)
def test_the_group_limit_stands_in_one_line_with_its_room_and_its_split(changes, note):
    limit = BriefGroupLimit(
        limit=millions("250"), use=millions("98"), room=millions("152"), reference_no="GL-1", **changes
    )

    assert f"Group limit GL-1: 250.0, use 98.0, room 152.0 · {note}" in said(sample_grid(), limit)
    assert "+2 more" in said(sample_grid(), limit, limit, limit)


def test_what_nobody_knows_of_a_limit_is_a_dash():
    limit = BriefGroupLimit(lender="A bank", limit=millions("45"))

    assert "Group limit, A bank: 45.0, use –, room – · split not known" in said(sample_grid(), limit)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_far_too_large_grid_stays_small(language):
    with i18n.speaking(language):
        drawing = group_section(overfull_grid(), (), WIDTH)

    assert drawing.height < 150
    assert all(
        mark.x >= -0.1 and mark.x + mark.line.width <= WIDTH + 0.1
        for mark in drawing.marks
        if isinstance(mark, TextMark)
    )


@pytest.mark.parametrize("language", ["en", "zh_CN", "both"])
def test_the_clients_copy_names_no_firm_of_the_group(language):
    options = brief_options(language=language, watermark=False)
    inside = squeezed("".join(pages_text(render_brief(sample_brief(), options))))
    outside = squeezed("".join(pages_text(render_brief(client_edition(sample_brief()), options))))

    for row in sample_grid().rows[1:]:
        for name in (row.firm.en, row.firm.zh):
            assert squeezed(name) not in outside
        assert squeezed(row.firm.en) in inside or squeezed(row.firm.zh) in inside


def test_a_firm_that_stands_alone_has_no_group():
    pages = pages_text(
        render_brief(sample_brief(credit=sample_credit(grid=GroupGrid())), brief_options(watermark=False))
    )

    assert "Chaosheng Trading" not in "".join(pages)


def bills(**changes) -> BriefLine:
    """Return bills of 10 with 20 % of margin under a limit of 25: 8 counts, 17 is free."""
    amounts = {"limit": "25", "drawn": "10", "used": "8", "waiting": "0", "free": "17"}
    return BriefLine(
        facility_type="bank_acceptance",
        use="in_use",
        **{name: millions(text) for name, text in {**amounts, **changes}.items()},
    )


def test_a_star_says_what_counts_of_an_amount_with_cash_margin():
    line = bills()
    row = StripRow(limit=line.limit, drawn=line.drawn, used=line.used, waiting=line.waiting, free=line.free)
    drawing = exposure(BriefExposure(lines=(line,)), TODAY, WIDTH, strip=ExposureStrip(firm=row))
    found = texts(drawing)

    assert any(text.startswith("* Before cash margin; without it: ") and "8.0" in text for text in found)
    assert "*" in found


def test_nothing_is_said_of_margin_where_there_is_none_or_it_is_not_known():
    for line in (bills(used="10"), bills().model_copy(update={"used": None})):
        found = texts(exposure(BriefExposure(lines=(line,)), TODAY, WIDTH))

        assert not [text for text in found if "*" in text]


def test_the_bar_counts_without_margin_and_says_so():
    line = bills()
    book = BriefExposure(
        lines=(line,), **{name: getattr(line, name) for name in ("limit", "drawn", "used", "waiting", "free")}
    )
    found = texts(exposure(book, TODAY, WIDTH))

    assert "Drawn without cash margin 32%" in found
    assert "Free 68%" in found


def test_what_was_repaid_of_a_loan_drawn_once_is_neither_drawn_nor_free():
    line = bills(drawn="15", used="15", free="0")
    book = BriefExposure(
        lines=(line,), **{name: getattr(line, name) for name in ("limit", "drawn", "used", "waiting", "free")}
    )
    found = texts(exposure(book, TODAY, WIDTH))

    assert "Drawn 60%" in found
    assert "Not available 40%" in found


def test_a_line_over_its_limit_is_named():
    line = bills(limit="20", drawn="20.4", used="20.4", free="0")
    found = texts(exposure(BriefExposure(lines=(line,)), TODAY, WIDTH))

    assert [text for text in found if text.startswith("Over the limit: ") and text.endswith(" 0.4")]


def test_an_offer_of_another_lender_is_not_ours():
    line = BriefLine(facility_type="rd_loan", use="proposed", lender="A bank")
    found = texts(exposure(BriefExposure(lines=(line,)), TODAY, WIDTH))

    assert "proposed" in found
    assert "proposed by us" not in found


@pytest.mark.parametrize("strip", [ExposureStrip(), ExposureStrip(reported=True)])
def test_a_firm_without_lines_says_so_and_one_with_unknown_amounts_has_dashes(strip):
    unknown = BriefExposure(lines=(BriefLine(facility_type="ip_pledge_loan", use="in_use", lender="A bank"),))

    assert "no line" in texts_of(exposure(BriefExposure(), TODAY, WIDTH, strip=strip))
    assert "no line" not in texts_of(exposure(unknown, TODAY, WIDTH, strip=strip))


def test_a_long_name_of_the_lender_of_a_group_limit_has_a_line_of_its_own():
    limit = BriefGroupLimit(
        lender="Bank of Somewhere, branch of the new district", borrowers="five subsidiaries", limit=millions("45")
    )
    found = texts_of(exposure(BriefExposure(), TODAY, WIDTH, strip=ExposureStrip(group_limits=(limit,))))

    assert "Bank of Somewhere, branch of the new district · split not known · five subsidiaries" in found


def test_steps_without_a_reason_name_their_line():
    steps = tuple(
        StoryStep(on=day(f"202{at}"), limit=millions("5"), facility_type=code)
        for at, code in enumerate(("rd_loan", "ip_pledge_loan"))
    )
    limits = (StoryPoint(on=TODAY, amount=millions("10")),)
    found = texts_of(line_story(BriefStory(steps=steps, limits=limits), TODAY, 243.0))

    assert "R&D loan" in found
    assert "IP / patent-pledged loan" in found


def test_the_reason_of_the_only_line_stands_alone():
    step = StoryStep(on=day("2020"), limit=millions("5"), facility_type="rd_loan", reason="First line")
    limits = (StoryPoint(on=TODAY, amount=millions("5")),)

    assert "First line" in texts_of(line_story(BriefStory(steps=(step,), limits=limits), TODAY, 243.0))
