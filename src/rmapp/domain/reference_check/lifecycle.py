"""Whether stages, moves, steps of a listing and the lists around them fit together."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rmapp.domain.reference_check.conditions import check_condition
from rmapp.domain.reference_check.found import place_of
from rmapp.domain.written_value import shown
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.condition import FieldType
    from rmapp.domain.reference_check.found import Findings

_KINDS = ("forward", "skip", "back")
_TRACKS = ("a_share", "hkex", "any")
_LONGEST_CADENCE = 3660


def check_stages(found: Findings) -> None:
    """Look at stages, their evidence, the moves between them, and the tiers."""
    for place, stage in found.entries("stages", "stages"):
        found.known(
            "stages", f"{place}.regulatory_stage", [stage["regulatory_stage"]], *_of(found, "regulatory_stages")
        )
        evidence = stage["entry_evidence"]
        found.known("stages", f"{place}.entry_evidence", evidence, *_of(found, "evidence"))
        found.between("stages", f"{place}.min_evidence", stage["min_evidence"], 0, len(evidence))
        cadence = stage["base_contact_cadence_days"]
        found.between("stages", f"{place}.base_contact_cadence_days", cadence, 1, _LONGEST_CADENCE)
    for (_place, one), (place, after) in pairwise(found.entries("stages", "stages")):
        if after["ordinal"] <= one["ordinal"]:
            what = _("{value} does not come after the stage before it.").format(value=shown(after["ordinal"]))
            found.say("stages", f"{place}.ordinal", what)
    for place, tier in found.entries("stages", "tiers"):
        found.between("stages", f"{place}.cadence_multiplier", tier["cadence_multiplier"], 0.01, 100)
    _moves(found)


def check_steps(found: Findings) -> None:
    """Look at the statuses of a listing and what may follow each of them."""
    for place, status in found.entries("stages", "ipo_statuses"):
        found.known("stages", f"{place}.track", [status["track"]], _TRACKS, ", ".join(_TRACKS))
    follow = {one["code"]: one["terminal"] for _place, one in found.entries("stages", "ipo_statuses")}
    seen: set[str] = set()
    for at, move in enumerate(found.contents["stages"]["ipo_transitions"]):
        place = f"ipo_transitions[{at + 1}]"
        found.known("stages", f"{place}.from", [move["from"]], *_of(found, "ipo_statuses"))
        found.known("stages", f"{place}.to", move["to"], *_of(found, "ipo_statuses"))
        if follow.get(move["from"]) and move["to"]:
            what = _("{value} is an end; nothing may follow it.").format(value=shown(move["from"]))
            found.say("stages", f"{place}.to", what)
        if move["from"] in seen:
            found.say("stages", f"{place}.from", _("{value} stands twice.").format(value=shown(move["from"])))
        seen.add(move["from"])


def check_lifecycle_lists(found: Findings, types: Mapping[str, FieldType]) -> None:
    """Look at what hangs on a stage, a kind of evidence or a step of a listing."""
    name = "lifecycle_lists"
    for at, step in enumerate(found.contents[name]["ipo_steps"]):
        place = f"ipo_steps[{at + 1}]"
        found.known(name, f"{place}.status", [step["status"]], *_of(found, "ipo_statuses"))
        until = (step.get("window") or {}).get("until", ())
        found.known(name, f"{place}.window.until", until, *_of(found, "ipo_statuses"))
    for at, one in enumerate(found.contents[name]["stage_tasks"]):
        found.known(name, f"stage_tasks[{at + 1}].stage", [one["stage"]], *_of(found, "stages"))
    for at, rule in enumerate(found.contents[name]["evidence_conditions"]):
        place = f"evidence_conditions[{at + 1}]"
        found.known(name, f"{place}.evidence", [rule["evidence"]], *_of(found, "evidence"))
        if rule["when"] is not None:
            check_condition(found, name, f"{place}.when", rule["when"], types)
    for at, words in enumerate(found.contents[name]["stage_words"]):
        place = f"stage_words[{at + 1}]"
        found.known(name, f"{place}.evidence", [words["evidence"]], *_of(found, "evidence"))
        for lang in ("en", "zh"):
            if not all(word.strip() for word in words[lang]):
                found.say(name, f"{place}.{lang}", _("A word is empty."))


def _moves(found: Findings) -> None:
    places = {stage["code"]: stage["ordinal"] for stage in found.contents["stages"]["stages"]}
    seen: set[tuple[str, str]] = set()
    for at, move in enumerate(found.contents["stages"]["transitions"]):
        place = place_of("transitions", at, move)
        for key in ("from", "to"):
            found.known("stages", f"{place}.{key}", [move[key]], *_of(found, "stages"))
        for key in ("requires", "requires_any"):
            found.known("stages", f"{place}.{key}", move.get(key, ()), *_of(found, "evidence"))
        found.known(
            "stages", f"{place}.allowed_reasons", move.get("allowed_reasons", ()), *_of(found, "transition_reasons")
        )
        pair = (move["from"], move["to"])
        if pair in seen:
            found.say(
                "stages", place, _("The move from {start} to {end} stands twice.").format(start=pair[0], end=pair[1])
            )
        seen.add(pair)
        if set(pair) <= set(places):
            _kind(found, place, move, places[move["to"]] - places[move["from"]])


def _kind(found: Findings, place: str, move: Mapping[str, Any], steps: int) -> None:
    right = _KINDS[0] if steps == 1 else _KINDS[1] if steps > 1 else _KINDS[2]
    if steps == 0:
        found.say("stages", place, _("A move has to lead to another stage."))
    elif move["kind"] != right:
        what = _("{value} does not fit; this move is {right}.").format(value=shown(move["kind"]), right=right)
        found.say("stages", f"{place}.kind", what)
    if move["reason_required"] and not move.get("allowed_reasons"):
        found.say("stages", f"{place}.allowed_reasons", _("A move that needs a reason has to name the reasons."))


def _of(found: Findings, key: str) -> tuple[set[str], str]:
    return found.codes("stages", key), f"stages.json, {key}"
