"""The lines of contact cards (vCard 2.1, 3.0 and 4.0): unfolded, decoded, one property each."""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from typing import TYPE_CHECKING, NamedTuple

from rmapp.exchange.exchange_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPLIT = re.compile(r"(?<!\\);")
_ESCAPED = re.compile(r"\\([\\;,:nN])")
_NAME = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]{1,60})")
_TEXT_CHARSETS = ("utf-8", "gb18030", "gbk", "gb2312", "big5", "us-ascii", "iso-8859-1", "utf-16")


class CardLine(NamedTuple):
    """One property: its name in capitals, its kinds (`WORK`, `CELL`…) in capitals, and its value in parts."""

    name: str
    kinds: frozenset[str]
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the value as one text."""
        return " ".join(part for part in self.parts if part)


def card_lines(text: str) -> Iterator[CardLine]:
    """Yield the properties of all cards of a file, `BEGIN` and `END` among them; what is no property is passed over."""
    for line in _unfolded(text):
        head, colon, value = _cut(line)
        if not colon:
            continue
        first, *parameters = head.split(";")
        name = _NAME.fullmatch(first.strip())
        if name is None:
            continue
        kinds, encoding, charset = _parameters(parameters)
        decoded = _decoded(value, encoding, charset)
        yield CardLine(name[1].upper(), frozenset(kinds), tuple(map(_plain, _SPLIT.split(decoded))))


def _unfolded(text: str) -> Iterator[str]:
    """Yield whole lines: joined where a blank begins the next one, or a quoted-printable line ends with `=`."""
    parts: list[str] = []
    is_quoted = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if is_quoted and parts and parts[-1].endswith("="):
            parts[-1] = parts[-1][:-1]
            parts.append(line.lstrip(" \t"))
        elif line[:1] in (" ", "\t"):
            parts.append(line[1:])
        else:
            yield "".join(parts)
            parts, is_quoted = [line], _is_quoted(line)
    yield "".join(parts)


def _is_quoted(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def _cut(line: str) -> tuple[str, str, str]:
    """Return a line cut at its first colon outside of quotation marks."""
    quoted = False
    for at, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return line[:at], ":", line[at + 1 :]
    return line, "", ""


def _parameters(parameters: list[str]) -> tuple[set[str], str, str]:
    """Return the kinds, the encoding and the charset; 2.1 writes kinds and encodings without their names."""
    kinds: set[str] = set()
    encoding = charset = ""
    for one in parameters:
        key, equals, value = one.partition("=")
        key, value = key.strip().upper(), value.strip().strip('"')
        if not equals:
            kinds.add(key)
        elif key == "TYPE":
            kinds.update(part.strip().upper() for part in value.split(","))
        elif key == "ENCODING":
            encoding = value.upper()
        elif key == "CHARSET":
            charset = value
        elif key == "PREF":
            kinds.add("PREF")
    if not encoding:
        encoding = next((one for one in ("QUOTED-PRINTABLE", "BASE64") if one in kinds), "")
    return kinds - {"QUOTED-PRINTABLE", "BASE64"}, encoding, charset


def _decoded(value: str, encoding: str, charset: str) -> str:
    if encoding == "QUOTED-PRINTABLE":
        content = quopri.decodestring(value.encode("utf-8", "replace"))
    elif encoding in ("B", "BASE64"):
        try:
            content = base64.b64decode("".join(value.split()), validate=True)
        except (binascii.Error, ValueError):
            return value
    else:
        return value
    # Pictures are no text in any charset; that they were there is told all the same.
    return _text(content, charset) or value


def _text(content: bytes, charset: str) -> str:
    """Return bytes as text: in the charset that is named if it is one of text, else in one that fits."""
    named = charset.lower() if charset.lower() in _TEXT_CHARSETS else "utf-8"
    for one in (named, "utf-8", "gb18030"):
        try:
            return content.decode(codecs.lookup(one).name)
        except UnicodeDecodeError:
            continue
    return ""


def _plain(value: str) -> str:
    return clean(_ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value))
