"""The financial tests of the boards held against what is known of a firm: reference, never advice (domain 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.condition import evaluate, judged
from rmapp.domain.firm import Firm
from rmapp.domain.ipo_rules import boards_of
from rmapp.domain.ipo_wording import figure_words, requirement_words, result_words
from rmapp.domain.listing_boards import board_tests, boards_as_of, listing_boards, metrics
from rmapp.services.firm_values import converter, firm_values
from rmapp.services.stages.listing.applications import open_application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from rmapp.domain.condition import Judged, Truth
    from rmapp.domain.known import Values
    from rmapp.domain.listing_boards import BoardTest
    from rmapp.domain.money import Money
    from rmapp.domain.partial_date import PartialDate
    from rmapp.storage.store import Store

MARKET_VALUE = "market_cap"
"""The metric that nobody can know before the listing: it is assumed."""

_OF_TODAY = frozenset({MARKET_VALUE, "test_date"})
_STALE_AFTER_DAYS = 365


class TestLine(NamedTuple):
    """One requirement of a test: what it asks, what the book knows, and whether it is met."""

    truth: Truth
    metric: str
    label: str
    actual: str
    requirement: str
    as_of: PartialDate | None
    source: str


class BoardResult(NamedTuple):
    """One test of a board held against a firm; `words` say the result and the day of the data.

    `missing` names the figures without which the result is not known. `assumed` tells that the market value is.
    """

    board: str
    test: str
    summary: str
    truth: Truth
    words: str
    lines: tuple[TestLine, ...]
    missing: tuple[str, ...]
    data_of: PartialDate | None
    assumed: bool
    verified: bool
    source: str
    rule_date: date | None
    last_change: date | None


def board_results(store: Store, firm_id: str, board: str | None = None) -> tuple[BoardResult, ...]:
    """Return the tests of a board, else of the application's board, else of all boards of its way.

    Without an application all boards with tests are looked at. Raises NotFoundError.
    """
    store.get(Firm, firm_id)
    values, convert = firm_values(store, firm_id), converter(store)
    return tuple(
        _result(code, test, values, convert)
        for code in ([board] if board else _boards(store, firm_id))
        for test in board_tests(code)
    )


def rules_are_old(store: Store) -> bool:
    """Tell whether the rules of the boards were last checked more than 12 months ago."""
    return (store.clock.today() - boards_as_of()).days > _STALE_AFTER_DAYS


def _boards(store: Store, firm_id: str) -> Iterable[str]:
    application = open_application(store, firm_id)
    if application is None:
        return listing_boards()
    return [application.board] if application.board else boards_of(application.track)


def _result(board: str, test: BoardTest, values: Values, convert: Callable[[Money, str], Money | None]) -> BoardResult:
    leaves = tuple(judged(test.condition, values, convert))
    truth = evaluate(test.condition, values, convert)
    missing = tuple(dict.fromkeys(_missing(leaves)))
    days = [one.known.as_of for one in leaves if one.known and one.known.as_of and one.leaf.field not in _OF_TODAY]
    assumed = any(one.leaf.field == MARKET_VALUE and one.known is not None for one in leaves)
    rules = listing_boards()[board]
    data_of = max(days, default=None)
    return BoardResult(
        board=board,
        test=test.code,
        summary=test.summary.text(),
        truth=truth,
        words=result_words(rules.label.text(), test.name.text(), truth, data_of, assumed=assumed),
        lines=tuple(map(_line, leaves)),
        missing=missing,
        data_of=data_of,
        assumed=assumed,
        verified=test.verified,
        source=test.source,
        rule_date=rules.rule_date,
        last_change=rules.last_change,
    )


def _missing(leaves: Iterable[Judged]) -> Iterator[str]:
    for one in leaves:
        if one.truth is None:
            yield metrics()[one.leaf.field].label.text()


def _line(one: Judged) -> TestLine:
    known = one.known
    return TestLine(
        truth=one.truth,
        metric=one.leaf.field,
        label=metrics()[one.leaf.field].label.text(),
        actual=figure_words(known, one.leaf.type, assumed=one.leaf.field == MARKET_VALUE),
        requirement=requirement_words(one.leaf),
        as_of=known.as_of if known else None,
        source=known.source if known else "",
    )
