"""Gather the texts of the program and compile their Chinese.

Every text that the sources mark is written to `rmapp.po`, in the order of the files. A translation that is
there is kept, a text that is gone is dropped. From the same sources come the same bytes.

    python packaging/make_messages.py
"""

from __future__ import annotations

import ast
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "rmapp"
TARGET = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES"
PO = TARGET / "rmapp.po"
MO = TARGET / "rmapp.mo"

# How many texts each function takes before its other arguments.
MARKS = {"_": 1, "ngettext": 2, "pgettext": 2}


class Chinese(Catalog):
    """The Chinese texts, with a head that names neither a day nor a tool."""

    def __init__(self) -> None:
        super().__init__(locale="zh_CN", header_comment="# The texts of rmapp in Simplified Chinese.", fuzzy=False)

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The head of the file, the same in each run."""
        return [
            ("Project-Id-Version", "rmapp"),
            ("Language", "zh_CN"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def main() -> int:
    """Update the texts, compile them and name those that wait for a translation."""
    texts = gather(read_texts())
    TARGET.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(in_words(texts))
    MO.write_bytes(compiled(texts))
    waiting = untranslated(texts)
    print(f"{len(texts)} texts, {len(waiting)} of them without a translation.")
    for message in waiting:
        print(f"  {message.locations[0][0]}: {message.id!r}")
    return 0


def gather(known: Catalog | None = None) -> Catalog:
    """Return the texts of the sources with the translations that are known."""
    texts = Chinese()
    for path in sorted(SOURCE.rglob("*.py")):
        place = (path.relative_to(SOURCE).as_posix(), 0)
        for context, text in marked(path.read_text(encoding="utf-8")):
            texts.add(text, locations=[place], context=context)
    for message in list(texts)[1:]:
        found = known.get(message.id, message.context) if known else None
        if found:
            message.string = _fitting(found, message)
    return texts


def marked(source: str) -> Iterator[tuple[str | None, str | tuple[str, str]]]:
    """Yield the context and the text of each marked call, in the order of the source.

    The syntax tree is read, because Babel's own reader misses calls inside an f-string before Python 3.12.
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        heads = [word.value for word in call.args[: MARKS.get(name, 0)] if isinstance(word, ast.Constant)]
        words = [head for head in heads if isinstance(head, str)]
        if not words or len(words) < MARKS[name]:
            continue
        if name == "ngettext":
            yield None, (words[0], words[1])
        else:
            yield (words[0] if name == "pgettext" else None), words[-1]


def read_texts() -> Catalog | None:
    """Return the translations that are there, or None before the first run."""
    if not PO.exists():
        return None
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def in_words(texts: Catalog) -> bytes:
    """Return the texts as a translator reads them."""
    file = BytesIO()
    write_po(file, texts, width=100, include_lineno=False)
    return file.getvalue()


def compiled(texts: Catalog) -> bytes:
    """Return the translations as the program reads them; a text without one is shown in English."""
    translated = Chinese()
    for message in list(texts)[1:]:
        if any(_forms(message)):
            translated.add(message.id, message.string, context=message.context)
    file = BytesIO()
    write_mo(file, translated)
    return file.getvalue()


def untranslated(texts: Catalog) -> list[Message]:
    """Return the texts without a translation."""
    return [message for message in list(texts)[1:] if not any(_forms(message))]


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def _fitting(found: Message, message: Message) -> str | tuple[str, ...]:
    """Return a known translation for a text that may have gained or lost its second form."""
    forms = _forms(found)
    return forms if message.pluralizable else forms[0]


if __name__ == "__main__":
    sys.exit(main())
