"""One write of the window, with what has to be asked before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from rmapp.errors import PersonalNumbersFound, ReasonNeeded
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.services.workspace import Change, Workspace
    from rmapp.ui.questions import Questions

T = TypeVar("T")


def write(
    workspace: Workspace,
    questions: Questions,
    verb: Callable[..., T],
    *args: Any,
    label: str,
    undoable: bool,
    **kw: Any,
) -> Change[T] | None:
    """Run a verb; None means that the user went back. Raises what the verb raises.

    Personal numbers in what it wrote are removed or kept as the user says, and a class is lowered with a reason.
    """
    # Reads the code lists, which the window does not need before it is painted.
    from rmapp.services.privacy import classes, free_text

    look: tuple[Callable[..., Any], ...] = (free_text.checked,)
    reason: tuple[Any, ...] = ()
    while True:
        try:
            steps: list[Any] = [*reason, *look, verb, *args]
            return workspace.do(*steps, label=label, undoable=undoable, **kw)
        except PersonalNumbersFound as found:
            what = questions.numbers(found.sentences)
            if what is None:
                return None
            look = (free_text.cleaned,) if what == "remove" else ()
        except ReasonNeeded as needed:
            given = questions.reason(_("A less confidential class"), needed.message, _("Lower the class"))
            if given is None:
                raise
            reason = (classes.with_reason, given)
