"""Text prints as typed: no markup is read, no file opened, no character lost in silence."""

from __future__ import annotations

import pytest

from rmapp.briefs.client_brief import render_brief
from rmapp.domain.brief import BriefNote, BriefPoint, BriefPromise, Names
from tests.brief_samples import TODAY, brief_options, sample_brief
from tests.briefs.pdf_text import pages_text, squeezed

AS_TYPED = [
    "limit <EUR 5m> agreed",
    "call on <date>",
    "see <https://x.y> now",
    "AT&T R&D",
    "Smith & Sons <b>",
    "x<super>y",
    '<img src="/any/local/file.png">',
    '<img src="http://127.0.0.1:9/">',
    '<img src="file:///any/file"/>',
    '<a href="javascript:alert(1)">press</a>',
    '<link href="file:///any">press</link>',
    "<font color=\"[[getattr(pow,'__globals__')['os'].system('true')]]\">red</font>",
    "<unichar code=\"__import__('os')\"/>",
    "</para><para>",
    "&lt;b&gt; &#65; &amp;",
    "{name} {0} %s %(x)s {date!r}",
    "(a) \\(b\\) \\n ) Tj ET",
    "<![CDATA[ x ]]> <!-- y -->",
    "𬭎𣗋㙓 and 䶮",
    "约4,500万元（“先试后买”）",
    "=1+1 '; DROP TABLE firm; --",
]
SHOWN_OTHERWISE = {
    "rocket 🚀 fund": "rocket U+1F680 fund",
    "ligature ﷺ here": "ligature U+FDFA here",
    "zero\x00byte": "zerobyte",
    "safe\u202egnp.exe": "safegnp.exe",
    "a\u200bb\ufeffc": "abc",
    "tab\there": "tab here",
    "Cafe\u0301": "Café",
}


def printed(text: str) -> str:
    brief = sample_brief(
        summary=text,
        points=(BriefPoint(kind="agenda", text=text),),
        notes=(BriefNote(on=TODAY, type="event", purpose="x", text=text),),
        promises=(BriefPromise(side="theirs", text=text, owner=text, due_on=TODAY),),
    )
    return squeezed("".join(pages_text(render_brief(brief, brief_options(watermark=False)))))


@pytest.mark.parametrize("text", AS_TYPED)
def test_hostile_text_prints_as_typed(text):
    assert printed(text).count(squeezed(text)) >= 2


@pytest.mark.parametrize(("text", "shown"), SHOWN_OTHERWISE.items())
def test_what_cannot_be_printed_is_shown_as_a_code_or_left_out(text, shown):
    assert printed(text).count(squeezed(shown)) >= 4


@pytest.mark.parametrize("text", AS_TYPED)
def test_a_hostile_name_makes_a_file_without_links_or_pictures(text):
    brief = sample_brief(names=Names(en=text, zh=text), legal_names=Names())
    pdf = render_brief(brief, brief_options(printed_by=text, print_id=text))

    assert squeezed(text)[:12] in squeezed(pages_text(pdf)[0])
    for forbidden in (b"/URI", b"/Annots", b"/JavaScript", b"/Subtype /Image", b"/Launch"):
        assert forbidden not in pdf
