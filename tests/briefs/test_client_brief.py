"""The printed client brief, read back from the PDF."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest

from rmapp.briefs.client_brief import render_brief
from rmapp.domain.brief import BriefFact, client_edition
from rmapp.domain.brief_credit import BriefCredit
from rmapp.domain.brief_options import SectionChoice
from rmapp.i18n import speaking
from tests.brief_samples import brief_options, empty_brief, overfull_brief, sample_brief
from tests.briefs.pdf_text import base_fonts, colours, pages_text, squeezed, words
from tests.credit_samples import sample_credit

ROOT = Path(__file__).parents[2]


def printed(brief, **changes):
    return render_brief(brief, brief_options(**changes))


def test_the_sample_takes_two_pages_with_every_section():
    text = pages_text(printed(sample_brief(), watermark=False))

    assert len(text) == 2
    for heading in (
        "Raise in this meeting",
        "Key facts",
        "Revenue and R&D",
        "Exposure",
        "Covenants",
        "Security",
        "Credit alerts",
    ):
        assert heading in text[0]
    for heading in (
        "Recent notes",
        "Open commitments",
        "People you will meet",
        "Group",
        "Story of the line",
        "Open signals",
        "Known other lenders",
        "Fees and interest",
        "Funding",
        "Intellectual property",
        "Notes from the meeting",
    ):
        assert heading in text[1]
    assert "Page 1 of 2" in text[0]
    assert "Page 2 of 2" in text[1]


def test_values_are_written_by_the_rules():
    text = squeezed("".join(pages_text(printed(sample_brief(), watermark=False))))

    for part in (
        "Next maturity 30 Jun 2026, CNY 18 million",
        "CNY 268 million, +31%",
        "14.6%",
        "more than 42",
        "Promised for 10 Dec 2025, 7 days late.",
        "7 d late",
        "1-year LPR + 35 bp, 3.35%",
        "2027-06-05",
        "since Oct 2024, 442 days",
        "2 of 4 signals",
        "Drawn 45%",
        "Gu Wen 顾雯",
        "USCC 91330100MA2K0CS47X",
        "Copy B-0147-03",
        "Sample: a fictional firm",
    ):
        assert squeezed(part) in text, part


def test_the_same_input_gives_the_same_bytes_in_another_process_too():
    script = (
        "import hashlib; from tests.brief_samples import *; "
        "from rmapp.briefs.client_brief import render_brief; "
        "print(hashlib.sha256(render_brief(sample_brief(), brief_options(language='both'))).hexdigest())"
    )
    found = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
        run = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        found.add(run.stdout.strip())

    assert len(found) == 1
    assert printed(sample_brief()) == printed(sample_brief())


def test_both_languages_are_numbered_through():
    with speaking("zh_CN"):
        chinese = squeezed("".join(pages_text(printed(sample_brief(), language="zh_CN", watermark=False))))
    text = pages_text(printed(sample_brief(), language="both", watermark=False))

    assert len(text) == 4
    assert "Page 1 of 4" in text[0]
    assert text[0].index("Chaosheng Sensors") < text[0].index("潮声传感")
    assert text[2].index("潮声传感") < text[2].index("Chaosheng Sensors")
    assert "成长期" in text[2]
    assert "5,800" in chinese
    assert "10,000" in chinese


def test_the_window_language_does_not_matter():
    with speaking("zh_CN"):
        from_chinese = printed(sample_brief(), language="en")

    assert from_chinese == printed(sample_brief(), language="en")


@pytest.mark.parametrize("language", ["en", "zh_CN", "both"])
def test_every_font_is_an_embedded_subset(language):
    pdf = printed(sample_brief(), language=language)
    fonts = base_fonts(pdf)

    assert fonts
    assert all(re.match(r"[A-Z]{6}\+(InterPaper|NotoSansSC)", name) for name in fonts), fonts
    assert pdf.count(b"/FontFile2 ") == len(fonts)


def test_the_file_names_title_program_and_language_only():
    pdf = printed(sample_brief(), language="zh_CN")
    with pypdfium2.PdfDocument(pdf) as document:
        named = {key: value for key, value in document.get_metadata_dict().items() if value}

    assert "潮声传感" in named.pop("Title")
    assert {named.pop(key) for key in ("Author", "Creator", "Producer")} == {"rmapp"}
    assert set(named) <= {"CreationDate", "ModDate"}
    assert b"zh-CN" in pdf
    assert str(Path.home()).encode() not in pdf


def test_black_and_white_has_no_colour_and_no_watermark():
    pdf = printed(sample_brief(), black_and_white=True)

    assert all(max(colour) - min(colour) <= 1 for colour in colours(pdf))
    assert not all(max(colour) - min(colour) <= 1 for colour in colours(printed(sample_brief())))
    assert pages_text(pdf)[0].count("Lin Yue  17") == 0


def test_the_watermark_is_light_and_only_on_internal_copies():
    internal = printed(sample_brief())
    for page in pages_text(internal):
        assert page.count("Internal Lin Yue 17 Dec 2025 08:12") > 5
    assert "Internal Lin Yue" not in "".join(pages_text(printed(sample_brief(), watermark=False)))
    client = client_edition(sample_brief())
    assert printed(client, watermark=True) == printed(client, watermark=False)


def test_a_firm_of_which_little_is_known_prints_no_zero_and_no_empty_frame():
    text = pages_text(printed(empty_brief(), watermark=False))

    assert len(text) == 1
    assert text[0].count("not disclosed") == 5
    assert "Public facts only" in text[0]
    assert "None on file" in text[0]
    for absent in ("Group", "Funding", "Intellectual property", "Revenue and R&D", "0.0", "Tier"):
        assert absent not in text[0], absent


def test_an_unknown_fact_is_never_zero():
    brief = sample_brief(facts=(BriefFact(code="revenue"), BriefFact(code="patents")), credit=BriefCredit(), funding=())
    text = pages_text(printed(brief, watermark=False))[0]

    assert text.count("not disclosed") == 2


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_lists_that_are_too_long_say_how_much_is_left_out(language):
    with speaking(language):
        text = "".join(pages_text(printed(overfull_brief(), language=language, watermark=False)))
        group = (SectionChoice(code="group"), SectionChoice(code="space"))
        text += "".join(pages_text(printed(overfull_brief(), language=language, watermark=False, sections=group)))

    assert len(pages_text(printed(overfull_brief(), language=language))) <= 3
    for count in (43, 38, 24, 16, 12, 10, 8, 5):
        assert re.search(rf"(\+|另有 ?){count}(?!\d)", text), count
    assert "…" in text


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("make", [sample_brief, empty_brief, overfull_brief])
def test_no_text_leaves_the_page_or_lies_on_other_text(make, language):
    for brief in (make(), client_edition(make())):
        pieces = words(printed(brief, language=language, watermark=False))
        for piece in pieces:
            assert piece.left > 44, piece
            assert piece.right < 552, piece
            assert piece.bottom > 10, piece
        for one, other in combinations(pieces, 2):
            wide = min(one.right, other.right) - max(one.left, other.left)
            high = min(one.top, other.top) - max(one.bottom, other.bottom)
            assert one.page != other.page or wide < 0.5 or high < 1.2, (one, other)


def test_sections_can_be_left_out_and_moved():
    order = ("exposure", "notes", "points", "space")
    choices = (*(SectionChoice(code=code) for code in order), SectionChoice(code="facts", shown=False))
    text = pages_text(printed(sample_brief(), sections=choices, watermark=False))[0]

    assert text.index("Exposure") < text.index("Recent notes") < text.index("Raise in this meeting")
    assert "Key facts" not in text
    assert "People you will meet" not in text


def test_lines_that_are_only_offered_are_in_no_total_and_marked():
    for brief, total in ((sample_brief(), "This firm"), (sample_brief(credit=BriefCredit()), "Total")):
        text = pages_text(printed(brief, watermark=False))[0]

        assert text.index(total) < text.index("FX derivatives line")
        assert "proposed by us" in text


@pytest.mark.parametrize(("credit", "least"), [(BriefCredit(), 842 / 3), (sample_credit(), 80)])
def test_a_third_of_the_second_page_is_ruled_and_some_of_it_in_the_fullest_brief(credit, least):
    pdf = printed(sample_brief(credit=credit), watermark=False)
    last = max(piece for piece in words(pdf) if piece.page == 2 and "Notes from" in piece.text)

    assert last.bottom - 46 > least


def test_reportlab_is_loaded_only_when_something_is_printed():
    script = "import sys, rmapp.briefs.client_brief; sys.exit('reportlab' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    assert subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode == 0


def test_no_markup_engine_is_used():
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "src/rmapp/briefs").glob("*.py"))

    assert "Paragraph(" not in sources
    assert "platypus" not in sources
