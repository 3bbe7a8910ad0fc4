"""The products on a brief: the three that fit best with their reasons, and what to ask for two more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief_fit import BriefFit, BriefProduct
from rmapp.domain.match_wording import match_lines
from rmapp.domain.reference_items import Label
from rmapp.i18n import _, listed, speaking
from rmapp.services import matching
from rmapp.services.matching.states import product_states

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmapp.services.matching import Match, MatchLine
    from rmapp.storage.store import Store

MOST_FITTING, MOST_ASKED = 3, 2
_REASONS = 2
_SETTLED = ("in_use", "refused")


def compile_fit(store: Store, firm_id: str) -> BriefFit | None:
    """Return what the brief says about products; None where nothing fits and nothing is worth asking.

    What is in use already is left out, for the lines say it; so is what the client refused in a meeting.
    """
    found = matching.match_firm(store, firm_id)
    stage, states = product_states(store, [firm_id]).get(firm_id, (None, {}))
    new = [one for one in found if not one.quiet and states.get(one.product.code) not in _SETTLED]
    fitting = [one for one in new if one.result == "eligible"]
    asked = [one for one in new if one.result == "possible" and one.potential]
    shown = [*fitting[:MOST_FITTING], *sorted(asked, key=_by_potential)[:MOST_ASKED]]
    if not shown:
        return None
    fires = [one.scenario.code for one in matching.scenario_scores(found, stage) if one.fires]
    return BriefFit(
        products=tuple(_product(one, states.get(one.product.code, "")) for one in shown),
        scenarios=tuple(fires),
        left_out=max(0, len(fitting) - MOST_FITTING),
    )


def _product(match: Match, state: str) -> BriefProduct:
    ask = match.result == "possible"
    say = _asked if ask else _reasons
    return BriefProduct(
        product=match.product.code,
        fit=match.fit,
        ask=ask,
        told="proposed" if state == "proposed" else "mentioned" if state == "mentioned" else "",
        why=_in_both(say, match),
    )


def _in_both(say: Callable[[Sequence[MatchLine]], str], match: Match) -> Label | None:
    words = {}
    for language in ("en", "zh_CN"):
        with speaking(language):
            words[language] = say(match_lines(match.finding))
    return Label(en=words["en"], zh=words["zh_CN"]) if all(words.values()) else None


def _reasons(lines: Sequence[MatchLine]) -> str:
    """Return what speaks most for a product: preferred conditions with most points, then its own requirements."""
    met = [line for line in lines if line.mark == "met" and line.decides and line.field not in matching.COMMON]
    pattern, best = _("{label}: {actual}"), sorted(met, key=_by_points)
    said = (pattern.format(label=line.label, actual=line.actual) for line in best)
    return _("; ").join(list(dict.fromkeys(said))[:_REASONS])


def _asked(lines: Sequence[MatchLine]) -> str:
    missing = [line.label for line in lines if line.mark == "unknown" and line.decides and not line.is_preferred]
    return _("Not known yet: {facts}").format(facts=listed(dict.fromkeys(missing)))


def _by_points(line: MatchLine) -> int:
    return -(line.points or 0)


def _by_potential(match: Match) -> tuple[int, str]:
    return -match.potential, match.product.code
