"""The brief of a group, read back from the PDF."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest

from rmapp.briefs.group_brief import render_group
from rmapp.briefs.group_grid import added
from rmapp.domain.brief import Names
from rmapp.domain.brief_credit import BriefMaturity, GridCell, Wording
from tests.brief_samples import TODAY, brief_options
from tests.briefs.pdf_text import colours, pages_text, squeezed, words
from tests.briefs.test_hostile_text import AS_TYPED
from tests.credit_samples import millions
from tests.group_samples import empty_group, overfull_group, sample_group


def printed(group, **changes):
    return render_group(group, brief_options(watermark=False, **changes))


def text_of(group, **changes):
    return squeezed("".join(pages_text(printed(group, **changes))))


def test_the_page_says_limits_grid_lines_covenants_and_maturities():
    text = text_of(sample_group())

    for part in (
        "Group of 3 firms",
        "Group limit GL-0003 200.00 110.08 89.92",
        "over-allocated by 30.00",
        "parent and subsidiaries",
        "46.00",
        "−7.00 over the part",
        "exchange rates of 15 Dec 2025",
        "40.0 of 100.0",
        "58.0 of 130.0",
        "74.0 of 160.0",
        "72%",
        "no line",
        "USD 3.0",
        "proposed by us",
        "Finance lease, Other Leasing",
        "Chaosheng Microsystems: Cash runway at",
        "Failed",
        "2026-06-30",
        "CNY 18 million",
    ):
        assert squeezed(part) in text, part


@pytest.mark.parametrize(("language", "pages"), [("en", 1), ("zh_CN", 1), ("both", 2)])
@pytest.mark.parametrize("make", [sample_group, empty_group, overfull_group])
def test_each_language_takes_one_page(make, language, pages):
    assert len(pages_text(printed(make(), language=language))) == pages


def test_a_limit_whose_split_is_not_known_is_said_and_nothing_is_invented():
    text = text_of(empty_group())

    assert squeezed("Group limit, A bank 45.0") in text
    assert "splitnotknown" in text
    assert "fivesubsidiaries" in text
    assert "0.0" not in text.replace("45.0", "")
    assert text.count("Noneonfile") == 3


def test_the_same_input_gives_the_same_bytes():
    assert printed(sample_group(), language="both") == printed(sample_group(), language="both")


def test_black_and_white_has_no_colour():
    pdf = printed(sample_group(), black_and_white=True)

    assert all(max(colour) - min(colour) <= 1 for colour in colours(pdf))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("make", [sample_group, empty_group, overfull_group])
def test_no_text_leaves_the_page_or_lies_on_other_text(make, language):
    pieces = words(printed(make(), language=language))
    for piece in pieces:
        assert piece.left > 44, piece
        assert piece.right < 552, piece
        assert piece.bottom > 10, piece
    for one, other in combinations(pieces, 2):
        wide = min(one.right, other.right) - max(one.left, other.left)
        high = min(one.top, other.top) - max(one.bottom, other.bottom)
        assert wide < 0.5 or high < 1.2, (one, other)


@pytest.mark.parametrize("text", AS_TYPED)
def test_hostile_names_print_as_typed(text):
    group = sample_group(names=Names(en=text, zh=text), legal_names=Names())
    group = group.model_copy(update={"limits": (group.limits[0].model_copy(update={"borrowers": text}),)})
    pdf = printed(group)

    assert "".join(pages_text(pdf)).count(text[:6]) >= 1
    assert squeezed(text) in squeezed("".join(pages_text(pdf)))
    for forbidden in (b"/URI", b"/Annots", b"/JavaScript", b"/Subtype /Image", b"/Launch"):
        assert forbidden not in pdf


def test_a_line_that_has_ended_with_money_out_is_late():
    ended = BriefMaturity(
        on=TODAY - timedelta(days=15), facility_type="rd_loan", amount=millions("6"), firm=Wording(en="Lanqiao")
    )

    assert squeezed("2025-12-02, 15 d late Lanqiao: R&D loan CNY 6 million") in text_of(
        sample_group(maturities=(ended,))
    )


def test_an_unknown_part_makes_a_sum_unknown_and_no_part_no_sum():
    known = GridCell(limit=millions("3"), drawn=millions("1"))

    assert added([None, known, known]) == GridCell(limit=millions("6"), drawn=millions("2"))
    assert added([known, GridCell(limit=millions("2"))]) == GridCell(limit=millions("5"))
    assert added([None, None]) is None
