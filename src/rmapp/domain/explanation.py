"""How a number was computed, line by line, in the words of the current language."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rmapp.domain.money import Money

Operation = Literal["", "+", "-", "x", "/", "=", "min"]


class Step(NamedTuple):
    """One line of a calculation: what stands there, its amount, and what is done with it.

    The first step has no sign (`op` empty); `x` names a factor in its text and has no amount; `/` divides by
    the amount; `min` takes the smaller one; `=` is the result of the steps above it. `amount` None means it
    is not known or that the step only says something; `value` is how the number of a step reads that is no
    amount of money.
    """

    text: str
    amount: Money | None
    op: Operation
    note: str = ""
    value: str = ""


class Explanation(NamedTuple):
    """A number with the steps that lead to it.

    `result` is the number explained, None where it is not known or is no amount of money; `result_text` is
    how it reads. `note` says why it is not known, or the day of the exchange rates in it.
    """

    title: str
    steps: tuple[Step, ...]
    result: Money | None
    result_text: str
    note: str = ""
