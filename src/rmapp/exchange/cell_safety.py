"""Cells that a spreadsheet would run as a formula, made harmless and back (OWASP, CSV injection)."""

from __future__ import annotations

import re

_DANGER = re.compile(r"[ '\"]*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escape_text(text: str) -> str:
    """Return the text for a CSV cell, with an apostrophe in front where a formula could start.

    Plain numbers stay numbers, also negative ones.
    """
    if _DANGER.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def unescape_text(text: str) -> str:
    """Return the text that `escape_text` was given."""
    if text.startswith("'") and _DANGER.match(text[1:]):
        return text[1:]
    return text


def show_controls(text: str) -> str:
    """Return the text with characters that no spreadsheet may hold made visible as U+FFFD."""
    return _CONTROL.sub("\ufffd", text)
