"""How applications and the tests of boards are said; a met test is a number and never an opinion (domain 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.value_fields import plain_text, value_text
from rmapp.domain.wording import format_days, format_partial
from rmapp.i18n import _, ngettext, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.condition import FieldType, Leaf, Truth
    from rmapp.domain.ipo import Track
    from rmapp.domain.ipo_rules import NextStep, OpenWindow
    from rmapp.domain.known import Known
    from rmapp.domain.partial_date import PartialDate

_SIGNS: Mapping[str, str] = {"gt": ">", "gte": "≥", "lt": "<", "lte": "≤", "ne": "≠"}


def track_words(track: Track) -> str:
    """Return the name of a way to the exchange."""
    return _("Mainland") if track == "a_share" else _("Hong Kong")


def result_words(board: str, test: str, truth: Truth, data_of: PartialDate | None, *, assumed: bool) -> str:
    """Return what a test says of the numbers, with the day of the data and what is only assumed."""
    words = {
        True: _("Numerically meets test {test} of {board}."),
        False: _("Does not meet test {test} of {board} numerically."),
        None: _("Test {test} of {board} cannot be worked out yet."),
    }
    said = [words[truth].format(test=test, board=board)]
    if data_of is not None:
        said.append(_("Data of {date}.").format(date=format_partial(data_of)))
    if assumed:
        said.append(_("Market value assumed by the user."))
    return sentences(said)


def figure_words(known: Known | None, kind: FieldType, *, assumed: bool = False) -> str:
    """Return what is known of a figure, or that it is not known."""
    if known is None:
        return _("not known")
    said = value_text(known, kind)
    return _("{figure} (assumed)").format(figure=said) if assumed else said


def requirement_words(leaf: Leaf) -> str:
    """Return what a test asks of a figure, such as “≥ ¥1.00bn”."""
    if isinstance(leaf.value, tuple):
        values = [plain_text(one, leaf.type) for one in leaf.value]
        if leaf.op == "between":
            return _("{first} to {last}").format(first=values[0], last=values[-1])
        return ", ".join(values)
    value = plain_text(leaf.value, leaf.type)
    sign = _SIGNS.get(leaf.op)
    return f"{sign} {value}" if sign else value


def next_words(step: NextStep, name: str) -> str:
    """Return what usually comes next and in how many days, or how long its usual time has passed."""
    when = time_words(step)
    return _("{step}: {when}").format(step=name, when=when) if when else name


def time_words(step: NextStep) -> str:
    """Return in how many days a step usually comes, or by how many its usual time has passed; may be empty."""
    if step.days is None:
        return ""
    if step.days < 0:
        said = ngettext("{n} day over the usual time", "{n} days over the usual time", -step.days)
        return said.format(n=-step.days)
    return _("usually in {days}").format(days=format_days(step.days))


def window_words(window: OpenWindow) -> str:
    """Return what lapses and in how many days, or since when it has lapsed."""
    if window.days < 0:
        said = ngettext("{what}: over since {n} day", "{what}: over since {n} days", -window.days)
        return said.format(what=window.words, n=-window.days)
    return _("{what} in {days}").format(what=window.words, days=format_days(window.days))
