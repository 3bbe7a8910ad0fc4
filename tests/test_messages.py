"""The Chinese texts are whole, fit the sources, and are written as Chinese is written."""

from __future__ import annotations

import gettext
import importlib.util
import re
from io import BytesIO
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HAN = "\u4e00-\u9fff"
PLACEHOLDER = re.compile(r"\{\w*\}")
# A Chinese date counts its months, so that the name of the month becomes its number.
SAME = {"{month_name}": "{month}", "{month_short}": "{month}"}
# Written without spaces on paper and in sentences: dates, periods, qualifiers, and amounts as one types them.
TIGHT = {"date, long", "date, month only, long", "date, year only", "financial period", "financial period, short"}
TIGHT |= {"qualifier", "month", "month, short"}
TIGHT_IDS = {"{n} bp", "{low} to {high}"}
TYPED = re.compile(r"\d[\d,.]*[万亿千]*(?:万|亿|千|元)|\b1?\d月")
# What a Chinese bank writes in Latin letters, too: names, codes, keys, and words of the command line.
NAMES = re.compile(
    r"""rmapp|LPR|EURIBOR|SOFR|LEI|ID|FX|IPO|PDF|CSV|UTF-8|Excel|JSON|AES-256|CNY|HKD|USD|AE|HU|CN|KB|MB|U
    |JPEG|PNG|WebP|TIFF|BMP|GIF|HEIC|vCard|Asia|/Shanghai|attachments
    |Alt|Ctrl|Enter|Esc|Tab|Delete|Del|Backspace|[JKSZNAETW]|Y|H1|bp|bn|m|y|y6m|Revenue|/we|/they
    |name|stage|tier|outstanding|limit|utilisation|next_action|contact|maturity|growth|pivot|working_capital_loan
    |Shift|P14|early|mature|dso|ISIC|Rev|retired|grade|next_touch|touch_rank|today|full|none|photo|sheet_scan|shredded|filed|with_client|lost|leave_behind|document""",
    re.VERBOSE,
)
FILE = r"\w*\.(?:json|db|csv|xls[xm]?|txt|tsv|pdf|png|ics|vcf|vcard)\b"
CODE = r'“[a-z][a-z: ]*(?:客户)?”|"retired": true'
COMMAND = re.compile(rf"rmapp [a-z-][^”]*|--[a-z-]+|-o\b|\d{{6}}\.SH|{CODE}|{FILE}")


def load_tool():
    spec = importlib.util.spec_from_file_location("make_messages", ROOT / "packaging" / "make_messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = load_tool()
TEXTS = TOOL.read_texts()
MESSAGES = list(TEXTS)[1:]


def forms(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def first(message):
    return message.id[0] if isinstance(message.id, tuple) else message.id


def bad(finds):
    """Return the translations in which something is found, for a failure that can be read."""
    return [
        (message.context, first(message), text)
        for message in MESSAGES
        for text in forms(message)
        if finds(message, text)
    ]


def test_the_texts_are_those_of_the_sources():
    now, kept = ({(message.context, message.id) for message in list(texts)[1:]} for texts in (TOOL.gather(), TEXTS))
    assert now - kept == set(), "run `python tasks.py messages` and translate"
    assert kept - now == set(), "run `python tasks.py messages`"


def test_the_files_are_what_the_tool_writes():
    texts = TOOL.gather(TEXTS)
    assert TOOL.PO.read_bytes() == TOOL.in_words(texts)
    assert TOOL.MO.read_bytes() == TOOL.compiled(texts)


def test_calls_are_found_wherever_they_stand():
    source = """
a = f"{_('in an f-string')} {i18n._('through the module')}"
b = ngettext("one {n}", "many {n}", n), pgettext("context", "May"), _("two "
    "parts"), _(variable)
"""
    assert list(TOOL.marked(source)) == [
        (None, "in an f-string"),
        (None, "through the module"),
        (None, ("one {n}", "many {n}")),
        ("context", "May"),
        (None, "two parts"),
    ]


def test_a_translation_outlives_a_new_plural_and_a_lost_text_does_not():
    known = TOOL.Chinese()
    text = next(message for message in MESSAGES if message.pluralizable)
    known.add(text.id[0], "译文", context=text.context)
    known.add("A text that no source has", "无")
    texts = TOOL.gather(known)
    assert texts.get(text.id[0], text.context).string == ("译文",)
    assert "A text that no source has" not in texts


def test_what_is_not_translated_yet_stays_english():
    texts = TOOL.Chinese()
    texts.add(("{n} line", "{n} lines"))
    texts.add("Bank", "银行")
    catalogue = gettext.GNUTranslations(BytesIO(TOOL.compiled(texts)))
    assert catalogue.ngettext("{n} line", "{n} lines", 2) == "{n} lines"
    assert catalogue.gettext("Bank") == "银行"


def test_every_text_is_translated():
    assert [first(message) for message in MESSAGES if message.fuzzy or not all(forms(message))] == []
    assert TEXTS.num_plurals == 1
    assert [first(message) for message in MESSAGES if message.pluralizable and len(forms(message)) != 1] == []


def test_the_same_values_are_filled_in():
    def differs(message, text):
        most = message.id[-1] if message.pluralizable else message.id
        wanted = {SAME.get(name, name) for name in PLACEHOLDER.findall(most)}
        return {SAME.get(name, name) for name in PLACEHOLDER.findall(text)} != wanted

    assert bad(differs) == []


@pytest.mark.parametrize(
    "pattern",
    [
        rf"(?<=[{HAN}])[,:;!?]",
        rf"[,:;!?](?=[{HAN}])",
        rf"(?<=[{HAN}])\.(?!\w)",
        rf"\((?=[{HAN}])|(?<=[{HAN}])\)",
        r"['\"]",
        r"\.\.\.",
        r" [，。：；！？、（）“”]|[，。：；！？、（）“”] ",
    ],
)
def test_punctuation_is_full_width(pattern):
    assert bad(lambda _message, text: re.search(pattern, COMMAND.sub("x", text))) == []


def quoted_x(command):
    return "“x”" if command.group().startswith("“") else "x"


def test_spaces_part_han_from_latin_and_digits():
    def is_tight(message, text):
        if message.context in TIGHT or first(message) in TIGHT_IDS:
            return False
        text = TYPED.sub("0", COMMAND.sub(quoted_x, text).replace("{n}", "0"))
        return re.search(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]", text) is not None

    assert bad(is_tight) == []


def test_no_english_is_left_but_names():
    def is_english(_message, text):
        words = re.findall(r"/?[A-Za-z][\w&-]*", COMMAND.sub("", PLACEHOLDER.sub("", text)))
        return not all(NAMES.fullmatch(word) for word in words)

    assert bad(is_english) == []
