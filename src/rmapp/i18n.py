"""The program's languages: English as written, Simplified Chinese through gettext.

The language is a context variable, so that a Chinese brief can be printed from an English window.
"""

from __future__ import annotations

import gettext as _gettext
import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Literal

from rmapp import paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Language = Literal["en", "zh_CN"]
LANGUAGES: tuple[Language, ...] = ("en", "zh_CN")

_language: ContextVar[Language] = ContextVar("language", default="en")


@cache
def _catalogue(language: Language) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("rmapp", paths.resources() / "locale", [language], fallback=True)


def current() -> Language:
    """Return the language that texts are written in now."""
    return _language.get()


def use(language: Language) -> None:
    """Write all further texts in this language."""
    _language.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Write texts in another language for a while, for example on a printed page."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def system_language() -> Language:
    """Return the language that the environment asks for, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh_CN" if value.lower().startswith("zh") else "en"
    return "en"


def _(message: str) -> str:
    """Return the text in the current language."""
    return _catalogue(current()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the text for a count in the current language; fill in `{n}` with `format`."""
    return _catalogue(current()).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return the text of a word that means different things in different places."""
    return _catalogue(current()).pgettext(context, message)


def listed(words: Iterable[str]) -> str:
    """Return words as a list in the current language: with commas, in Chinese with 、."""
    return _(", ").join(words)


def clauses(texts: Iterable[str]) -> str:
    """Return different things said of one thing, with commas between; empty texts are left out."""
    return ("，" if current() == "zh_CN" else ", ").join(text for text in texts if text)


def sentences(texts: Iterable[str]) -> str:
    """Return whole sentences one after the other; in Chinese nothing stands between; empty ones are left out."""
    return ("" if current() == "zh_CN" else " ").join(text for text in texts if text)
