"""What the rules did to warning signals within a command, in a few words for the one who gave it (domain 5.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.signal import Signal
from rmapp.i18n import _, ngettext
from rmapp.storage import signal_rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmapp.storage.store import Store


class SignalNews(NamedTuple):
    """The signals that rules raised in a command, and those whose cause it took away."""

    raised: tuple[Signal, ...]
    gone: tuple[Signal, ...]


def signal_news(store: Store, command_id: str) -> SignalNews:
    """Return what rules raised and no longer found in a command; what a person did to signals is not news."""
    raised_ids, gone_ids = signal_rows.raised_and_gone(store, command_id)
    raised = store.all(Signal, order="rid", id=sorted(raised_ids), origin="rule")
    gone = store.all(Signal, order="rid", id=sorted(gone_ids), origin="rule")
    return SignalNews(tuple(raised), tuple(one for one in gone if one.status != "closed"))


def news_words(news: SignalNews) -> tuple[str, ...]:
    """Return the news in a few words each, to stand behind what was done."""
    said = []
    if news.raised:
        sentence = ngettext("warning signal raised: {names}", "{n} warning signals raised: {names}", len(news.raised))
        said.append(sentence.format(n=len(news.raised), names=_names(news.raised)))
    if news.gone:
        sentence = ngettext(
            "cause of a warning signal gone: {names}", "causes of {n} warning signals gone: {names}", len(news.gone)
        )
        said.append(sentence.format(n=len(news.gone), names=_names(news.gone)))
    return tuple(said)


def _names(signals: Collection[Signal]) -> str:
    """Return the name of the kind of signal, of several kinds the first and that there are more."""
    first, *more = dict.fromkeys(reference.text("warning_signal", one.code) for one in signals)
    return _("{name} and others").format(name=first) if more else first
