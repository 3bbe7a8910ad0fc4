"""The client brief: the first one of a process and the following ones, beside an empty page and a trial.

The trial has platypus set the same words, line for line, in the same fonts; it draws no chart and no frame.

Given a side, a language and the file of words, it measures that side in its own process.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import time

from tests.bench.measuring import ROOT, Line, in_turn, start, timed

LANGUAGES = {"en": "English", "zh_CN": "Chinese"}
STEADY = 15


def measure(books):
    """Return the lines about the brief."""
    program = ROOT / "tests" / "bench" / "papers.py"
    sides = {("empty", ""): "en"} | {(side, code): code for code in LANGUAGES for side in ("trial", "brief")}
    words = {code: books.folder / f"words-{code}.json" for code in LANGUAGES}
    for code, file in words.items():
        file.write_text(json.dumps(_words(code)), encoding="utf-8")
    found = in_turn(
        {
            side: lambda side=side, code=code: start(program, side[0], code, words[code])[1]
            for side, code in sides.items()
        },
        books.rounds(7),
    )
    empty, lines = found["empty", ""], []
    for code, name in LANGUAGES.items():
        brief, trial = found["brief", code], found["trial", code]
        first, steady = f"first brief of a process, {name}", f"brief after that, {name}"
        lines += [
            Line(first, brief["first"], "empty ReportLab page", empty["first"]),
            Line(first, brief["first"], "same words by platypus", trial["first"], 1.1),
            Line(first, brief["first"], limit=200, limit_of="value"),
            Line(steady, brief["steady"], "empty ReportLab page", empty["steady"], unit="ms1"),
            Line(steady, brief["steady"], "same words by platypus", trial["steady"], 1.3, unit="ms1"),
        ]
    return lines


def _words(language):
    """Return the lines of text on each page of the sample brief."""
    import pypdfium2

    document = pypdfium2.PdfDocument(_brief(language)())
    return [page.get_textpage().get_text_bounded().splitlines() for page in document]


def _brief(language):
    from rmapp.domain.brief_options import BriefOptions
    from tests.brief_samples import brief_options, sample_brief

    options = BriefOptions.model_validate({**brief_options().model_dump(), "language": language})
    brief = sample_brief()

    def draw():
        from rmapp.briefs.client_brief import render_brief

        return render_brief(brief, options)

    return draw


def _empty():
    def draw():
        from reportlab.pdfgen.canvas import Canvas

        file = io.BytesIO()
        canvas = Canvas(file, initialFontName="Helvetica")
        canvas.showPage()
        canvas.save()
        return file.getvalue()

    return draw


def _trial(words):
    pages = json.loads(open(words, encoding="utf-8").read())  # noqa: PTH123, SIM115 - nothing more is imported
    known = {}

    def styles():
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        for name in ("InterPaper-Regular", "NotoSansSC-Regular"):
            pdfmetrics.registerFont(TTFont(name, ROOT / "resources" / "fonts" / f"{name}.ttf"))
        known["latin"] = ParagraphStyle("latin", fontName="InterPaper-Regular", fontSize=7, leading=8.5)
        known["han"] = ParagraphStyle("han", parent=known["latin"], fontName="NotoSansSC-Regular", wordWrap="CJK")

    def draw():
        from xml.sax.saxutils import escape

        from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

        if not known:
            styles()
        story = []
        for page in pages:
            story += [Paragraph(escape(line), known["latin" if line.isascii() else "han"]) for line in page]
            story.append(PageBreak())
        file = io.BytesIO()
        SimpleDocTemplate(file, topMargin=30, bottomMargin=30, initialFontName="InterPaper-Regular").build(story)
        return file.getvalue()

    return draw


def main(side, language, words):
    """Measure one side in this process."""
    draw = {"empty": _empty, "trial": lambda: _trial(words), "brief": lambda: _brief(language)}[side]()
    begun = time.perf_counter()
    made = draw()
    first = (time.perf_counter() - begun) * 1000
    steady = statistics.median(timed(draw) for _turn in range(STEADY))
    if not made.startswith(b"%PDF"):
        raise SystemExit("no PDF was made")
    print(json.dumps({"first": first, "steady": steady}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
