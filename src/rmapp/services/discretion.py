"""What papers and exports are compiled of: the book without what is restricted, unless a person lets it in."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from rmapp.storage.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.storage.store import Store

T = TypeVar("T")
P = ParamSpec("P")


def discreetly(verb: Callable[Concatenate[Store, P], T]) -> Callable[Concatenate[Store, P], T]:
    """Let a reading verb see nothing restricted, not even in a sum, unless it is called with `restricted=True`.

    A verb that offers `restricted` takes it by keyword; who calls it so has asked for a reason and logs it
    (domain reference, 7.4).
    """

    @wraps(verb)
    def compiled(store: Store, /, *args: P.args, **kw: P.kwargs) -> T:
        if kw.get("restricted"):
            return verb(store, *args, **kw)
        with discreet(store):
            return verb(store, *args, **kw)

    return compiled
