"""Text prints as typed: no markup is read, no file opened, no character lost in silence."""

from __future__ import annotations

import pytest

from rmapp.briefs.client_brief import render_brief
from rmapp.domain.brief import BriefNote, BriefPoint, BriefPromise, Names
from rmapp.domain.brief_credit import BriefFee, BriefGuarantor, SecurityBook, Wording
from tests.brief_samples import TODAY, brief_options, sample_brief
from tests.briefs.pdf_text import pages_text, squeezed
from tests.credit_samples import sample_covenant, sample_credit

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


def with_credit(text: str):
    """Return the sample with a text in every field about credit that somebody types."""
    known = sample_credit()
    limit, thing, told = known.strip.group_limits[0], known.security.things[0], known.lenders.lines[0]
    return sample_brief(
        credit=sample_credit(
            strip=known.strip.model_copy(
                update={"group_limits": (limit.model_copy(update={"lender": text, "borrowers": text}),)}
            ),
            covenants=(known.covenants[0].model_copy(update={"covenant": sample_covenant("other", name=text)}),),
            security=SecurityBook(
                things=(thing.model_copy(update={"what": text, "value": None}),),
                guarantors=(BriefGuarantor(type="guarantee_corporate", name=Wording(en=text)),),
            ),
            alerts=(known.alerts[2].model_copy(update={"thing": text}),),
            story=known.story.model_copy(update={"steps": (known.story.steps[0].model_copy(update={"reason": text}),)}),
            prices=(known.prices[0].model_copy(update={"fees": (BriefFee(kind="other", when=text),)}),),
            warnings=(known.warnings[0].model_copy(update={"evidence": text}),),
            lenders=known.lenders.model_copy(
                update={"lines": (told.model_copy(update={"lender": text, "price_note": text}),)}
            ),
        )
    )


@pytest.mark.parametrize("text", AS_TYPED)
def test_hostile_text_about_credit_prints_as_typed(text):
    pdf = render_brief(with_credit(text), brief_options(watermark=False))
    found = squeezed("".join(pages_text(pdf)))

    # The places are narrow: a long text ends with an ellipsis.
    assert len(text) > 60 or found.count(squeezed(text)) >= 2
    assert found.count(squeezed(text)[:5]) >= 8
    for forbidden in (b"/URI", b"/Annots", b"/JavaScript", b"/Subtype /Image", b"/Launch"):
        assert forbidden not in pdf


@pytest.mark.parametrize(("text", "shown"), SHOWN_OTHERWISE.items())
def test_what_cannot_be_printed_about_credit_is_shown_as_a_code_or_left_out(text, shown):
    found = squeezed("".join(pages_text(render_brief(with_credit(text), brief_options(watermark=False)))))

    assert found.count(squeezed(shown)) >= 6


@pytest.mark.parametrize("text", AS_TYPED)
def test_a_hostile_name_makes_a_file_without_links_or_pictures(text):
    brief = sample_brief(names=Names(en=text, zh=text), legal_names=Names())
    pdf = render_brief(brief, brief_options(printed_by=text, print_id=text))

    assert squeezed(text)[:12] in squeezed(pages_text(pdf)[0])
    for forbidden in (b"/URI", b"/Annots", b"/JavaScript", b"/Subtype /Image", b"/Launch"):
        assert forbidden not in pdf
