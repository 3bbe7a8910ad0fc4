"""Assessments, hard stops and caps, and the three tests of meetings as events of a firm's stream."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.assessment import RiskFlag, ThreeTests
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.scoring import score_words
from rmapp.i18n import _, listed, ngettext
from rmapp.services.scoring import flags, history
from rmapp.services.timelines.timeline_events import Event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rmapp.domain.assessment import Assessment
    from rmapp.storage.store import Store

ASSESSMENT = "assessment"
THREE_TESTS = "three_tests"
"""The types of these events; a flag is told as an assessment."""


def score_events(store: Store, firm_id: str) -> Iterator[Event]:
    """Yield each assessment, each flag as it was found and cleared, and each checklist of the three tests."""
    hinted = flags.restricted_codes(store, firm_id)
    for one in history(store, firm_id):
        yield _assessed(one, is_restricted=not hinted.isdisjoint(one.flags))
    for flag in store.all(RiskFlag, firm_id=firm_id):
        yield from _flag(flag)
    for tests in store.all(ThreeTests, firm_id=firm_id):
        yield _tests(tests)


def _assessed(one: Assessment, *, is_restricted: bool) -> Event:
    by = _("scored by {name}").format(name=one.assessor) if one.assessor else ""
    version = _("version {version}").format(version=one.version)
    title = _("Assessment: {score}").format(score=score_words(one)) if one.grade else _("Assessment")
    text = one.note
    if one.override:
        said = _("Grade {grade} set by hand: {reason}")
        text = said.format(grade=one.override, reason=one.override_reason)
    return _event(ASSESSMENT, one.id, one.as_of, title, listed(part for part in (version, by) if part), text,
                  is_restricted=is_restricted)  # fmt: skip


def _flag(flag: RiskFlag) -> Iterator[Event]:
    restricted = flag.confidentiality == RESTRICTED
    said = reference.text("hard_stop", flag.flag)
    found = _("Found: {flag}").format(flag=said)
    yield _event(ASSESSMENT, flag.id, flag.found_on, found, "", flag.evidence, is_restricted=restricted)
    if flag.cleared_on is not None:
        gone = _("No longer holds: {flag}").format(flag=said)
        yield _event(ASSESSMENT, flag.id, flag.cleared_on, gone, "", flag.cleared_note, is_restricted=restricted)


def _tests(tests: ThreeTests) -> Event:
    counted = Counter(one.answer for one in tests.answers)
    yes, no = counted["yes"], counted["no"]
    said = listed((ngettext("{n} yes", "{n} yes", yes).format(n=yes), ngettext("{n} no", "{n} no", no).format(n=no)))
    restricted = tests.confidentiality == RESTRICTED
    title = _("Three tests answered")
    return _event(THREE_TESTS, tests.id, tests.answered_on, title, said, tests.note, is_restricted=restricted)


def _event(
    type_: str, row_id: str, on: date, title: str, meta: str, text: str, *, is_restricted: bool = False
) -> Event:
    day = PartialDate.of(on)
    return Event("stage", row_id, type_, day, "", title, meta, text, is_restricted=is_restricted)
