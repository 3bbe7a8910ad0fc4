"""The way to the stock exchange on the internal brief; it is restricted unless a person let it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief_listing import BriefListing, ListingDeed, ListingLapse, ListingStep, ListingTest
from rmapp.services.stages import ipo

if TYPE_CHECKING:
    from rmapp.services.stages.ipo import BoardResult, IpoView
    from rmapp.storage.store import Store


def compile_listing(store: Store, firm_id: str) -> BriefListing | None:
    """Return the open application of a firm as far as it may be seen, None where there is none.

    Tests are told of the board that was chosen only.
    """
    view = ipo.application(store, firm_id)
    if view is None or not view.is_open:
        return None
    one = view.application
    return BriefListing(
        track=one.track,
        board=one.board,
        sponsor=one.sponsor,
        planned_raise=one.planned_raise,
        steps=_steps(view),
        next_status=view.next.status if view.next else None,
        next_days=view.next.days if view.next else None,
        lapses=tuple(ListingLapse(status=row.status, on=row.on, days=row.days) for row in view.windows),
        deeds=tuple(
            ListingDeed(kind=row.kind, status=row.status, due_on=row.due_on, note=row.note)
            for row in view.actions
            if row.status in ipo.OPEN_ACTIONS
        ),
        tests=_tests(store, firm_id, one.board) if one.board else (),
    )


def _steps(view: IpoView) -> tuple[ListingStep, ...]:
    now = view.now
    return tuple(
        ListingStep(
            status=row.status,
            state=row.state,
            reached_on=row.reached_on,
            round=now.round if now is not None and now.status == row.status else None,
        )
        for row in view.way
    )


def _tests(store: Store, firm_id: str, board: str) -> tuple[ListingTest, ...]:
    return tuple(
        ListingTest(
            board=row.board,
            test=row.test,
            truth=row.truth,
            data_of=row.data_of,
            assumed=row.assumed,
            missing=_missing(row) if row.truth is None else (),
        )
        for row in ipo.board_results(store, firm_id, board)
    )


def _missing(result: BoardResult) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.metric for line in result.lines if line.truth is None))
