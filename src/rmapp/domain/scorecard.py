"""Scorecards read from their files with all checks, and the one that came with the program.

A published file never changes; a change in any number is a new version (domain reference, 5.4).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rmapp.domain import reference
from rmapp.domain.scorecard_checks import ScorecardProblem, shape_problems, weight_problems
from rmapp.domain.scorecard_items import Scorecard
from rmapp.errors import InputError, RmappError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def parse_scorecard(content: Mapping[str, Any]) -> Scorecard:
    """Return the scorecard that a file holds. Raises InputError with a sentence for each place that is wrong."""
    problems = scorecard_problems(content)
    if problems:
        raise InputError({one.place: one.what for one in problems}, "\n".join(str(one) for one in problems))
    return _scorecard(content)


def scorecard_problems(content: Mapping[str, Any], stages: Sequence[str] = ()) -> tuple[ScorecardProblem, ...]:
    """Return everything that is wrong with the content of a file, each with its place; empty for a good file.

    Without `stages` the file is held against the stages in use.
    """
    try:
        card = _scorecard(content)
    except ValidationError as error:
        return shape_problems(error)
    return weight_problems(card, stages or tuple(reference.stages()))


def shaped(content: Mapping[str, Any]) -> Scorecard | None:
    """Return what a file holds whose parts are all of the right kind, whether they fit together or not."""
    try:
        return _scorecard(content)
    except ValidationError:
        return None


@cache
def shipped_scorecard() -> Scorecard:
    """Return the scorecard that came with the program. Raises RmappError for a bad file."""
    try:
        return parse_scorecard(reference.file("scorecard_v1"))
    except InputError as error:
        raise RmappError(
            _("The code list {name}.json cannot be used: {what}").format(name="scorecard_v1", what=error.message)
        ) from error


def indicator_text(code: str) -> str:
    """Return the words of an indicator in the current language, its code where the shipped scorecard has none."""
    found = shipped_scorecard().indicator(code)
    return code if found is None else found.label.text()


def _scorecard(content: Mapping[str, Any]) -> Scorecard:
    head = content.get("scorecard")
    return Scorecard.model_validate({**content, **(head if isinstance(head, dict) else {})})
