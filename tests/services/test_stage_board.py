"""The lifecycle board as values: columns, sums, first cards, the rest, stays, moves of the quarter."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.firm import Firm
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.query import FirmQuery
from rmapp.domain.stage import StageEvent
from rmapp.services.clients import duplicates, firms
from rmapp.services.stages import lifecycle, stage_board
from tests.books import CLOCK, add_firm

TODAY = CLOCK.today()  # 4 March 2026
LARGEST = FirmQuery(sort="outstanding", descending=True)


def put(store, name, stage, *, limit=0, drawn=0, days=100, **fields):
    firm = add_firm(store, name, **fields)
    if stage:
        since = days if isinstance(days, str) else (TODAY - timedelta(days=days)).isoformat()
        store.add(StageEvent(firm_id=firm.id, to_stage=stage, effective_on=PartialDate(since)))
    if limit:
        line = store.add(
            Facility(
                firm_id=firm.id,
                facility_type="working_capital_loan",
                status="active",
                limit=Money.of(limit * 10**6),
                maturity_on=date(2027, 6, 30),
            )
        )
        if drawn:
            store.add(
                LedgerEntry(
                    facility_id=line.id,
                    kind="disbursement",
                    amount=Money.of(drawn * 10**6),
                    value_on=PartialDate("2025-10-01"),
                )
            )
    return firm.id


def board(book, query=LARGEST, most=None, usual=2, also=None):
    return {one.stage: one for one in book.ask(stage_board.board, query, most or {}, usual=usual, also=also)}


def names(column):
    return [card.firm.name for card in column.cards]


@pytest.fixture
def growing(book):
    def fill(store):
        for number in range(1, 6):
            put(store, f"Growing {number}", "growth", limit=10 * number, drawn=number, tier="A" if number < 3 else "B")
        put(store, "Early", "startup", owner=store.actor)

    book.do(fill, label="Fill")
    return book


def test_every_stage_is_a_column_in_its_order(growing):
    assert list(board(growing)) == list(reference.stages())


def test_a_column_counts_and_sums_all_its_firms_and_shows_the_first(growing):
    column = board(growing)["growth"]
    assert (column.firms, column.rest) == (5, 3)
    assert names(column) == ["Growing 5", "Growing 4"]
    assert column.outstanding == Money.of(15 * 10**6)
    assert column.limit == Money.of(150 * 10**6)
    assert column.utilisation_bp == 1_000
    assert column.rest_outstanding == Money.of(6 * 10**6)


def test_more_cards_of_one_column_only(growing):
    found = board(growing, most={"growth": 4, "startup": 0})
    assert len(found["growth"].cards) == 4
    assert (found["startup"].firms, found["startup"].cards, found["startup"].rest) == (1, (), 1)


def test_the_share_drawn_is_over_firms_of_which_both_amounts_are_known(book):
    def fill(store):
        put(store, "Known", "growth", limit=10, drawn=5)
        firm = add_firm(store, "Reported", nature="public_facts")
        store.add(StageEvent(firm_id=firm.id, to_stage="growth", effective_on=PartialDate("2025")))
        store.add(
            Facility(
                firm_id=firm.id,
                facility_type="working_capital_loan",
                status="active",
                limit=Money.of(90 * 10**6),
                source="press",
            )
        )

    book.do(fill, label="Fill")
    column = board(book)["growth"]
    assert column.limit == Money.of(100 * 10**6)
    assert column.utilisation_bp == 5_000


def test_scope_and_filters_narrow_every_column(growing):
    mine = board(growing, LARGEST.model_copy(update={"scope": "mine"}))
    assert (mine["growth"].firms, mine["startup"].firms) == (0, 1)
    best = board(growing, LARGEST.model_copy(update={"tiers": ("A",)}))
    assert names(best["growth"]) == ["Growing 2", "Growing 1"]
    assert best["growth"].rest == 0
    found = board(growing, LARGEST.model_copy(update={"text": "growing 3"}))
    assert names(found["growth"]) == ["Growing 3"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_cards_stand_in_the_order_asked(growing, language):
    with i18n.speaking(language):
        assert names(board(growing, FirmQuery(sort="name"), usual=9)["growth"]) == [
            f"Growing {number}" for number in range(1, 6)
        ]
        turned = board(growing, FirmQuery(sort="tier", descending=True), usual=3)["growth"]
        assert names(turned) == ["Growing 3", "Growing 4", "Growing 5"]


def test_firms_without_a_stage_come_first_and_only_where_there_are_any(growing):
    assert stage_board.NO_STAGE not in board(growing)
    growing.do(put, "Unplaced", None, label="Fill")
    found = board(growing)
    assert next(iter(found)) == stage_board.NO_STAGE
    assert names(found[stage_board.NO_STAGE]) == ["Unplaced"]
    assert found[stage_board.NO_STAGE].cards[0].stay.days is None


def test_a_moved_firm_keeps_a_card_though_it_is_not_among_the_first(growing):
    firm = growing.do(put, "Small", "growth", label="Fill").result
    assert "Small" not in names(board(growing)["growth"])
    column = board(growing, also=firm)["growth"]
    assert names(column) == ["Growing 5", "Growing 4", "Small"]
    assert (column.firms, column.rest) == (6, 3)
    assert names(board(growing, LARGEST.model_copy(update={"tiers": ("A",)}), also=firm)["growth"])[-1] != "Small"


def test_days_in_a_stage_count_from_the_first_day_it_can_mean(book):
    book.do(put, "Partly", "growth", days="2026-02", label="Fill")
    assert board(book)["growth"].cards[0].stay.days == (TODAY - date(2026, 2, 1)).days


def test_a_firm_that_stays_long_beside_its_peers_has_stalled(book):
    def fill(store):
        for number in range(8):
            put(store, f"Peer {number}", "growth", days=200 + number)
        put(store, "Slow", "growth", days=400)
        put(store, "Alone", "startup", days=4_000)

    book.do(fill, label="Fill")
    found = board(book, usual=20)
    paces = {card.firm.name: card.stay.pace for column in found.values() for card in column.cards}
    assert paces["Slow"] == "stalled"
    assert set(paces.values()) == {"stalled", ""}
    assert paces["Alone"] == "", "nobody to compare it with"
    assert found["growth"].cards[0].stay.stalled_after == 206 * 3 // 2
    assert book.ask(stage_board.facts, LARGEST).stalled == 1
    slow = next(card.firm.id for card in found["growth"].cards if card.firm.name == "Slow")
    assert book.ask(stage_board.stay_of, slow) == stage_board.Stay(400, "stalled", 309)
    assert book.ask(stage_board.stay_of, "nobody") == stage_board.Stay(None, "", None)


def test_a_firm_that_has_ended_is_frozen_and_no_peer(book):
    def fill(store):
        for number in range(9):
            put(store, f"Peer {number}", "growth", days=100)
        ended = put(store, "Sold", "growth", days=900)
        firms.change_firm(store, ended, end_state="acquired")

    book.do(fill, label="Fill")
    cards = {card.firm.name: card for card in board(book, usual=20)["growth"].cards}
    assert (cards["Sold"].end_state, cards["Sold"].stay.pace) == ("acquired", "")
    assert cards["Peer 0"].stay.stalled_after == 150
    facts = book.ask(stage_board.facts, LARGEST)
    assert (facts.stalled, facts.median_days) == (0, 100)


STAYS = st.one_of(
    st.integers(0, 3_000).map(lambda days: (TODAY - timedelta(days=days)).isoformat()),
    st.integers(0, 3_000).map(lambda days: (TODAY - timedelta(days=days)).isoformat()[:7]),
    st.integers(2018, 2026).map(str),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STAYS, min_size=9, max_size=16))
def test_cards_and_count_agree_on_who_has_stalled(book, stays):
    def fill(store):
        for firm in store.all(Firm):
            firms.remove_firm(store, firm.id)
        for number, since in enumerate(stays):
            put(store, f"Firm {number}", "growth", days=since)

    book.do(fill, label="Fill")
    shown = board(book, usual=20)["growth"].cards
    days = sorted((TODAY - PartialDate(since).first_day()).days for since in stays)
    upper = days[-(-len(days) * 3 // 4) - 1]
    assert {card.stay.stalled_after for card in shown} == {max(90, upper * 3 // 2)}
    facts = book.ask(stage_board.facts, LARGEST)
    assert facts.stalled == sum(card.stay.pace == "stalled" for card in shown)
    assert facts.median_days == days[-(-len(days) // 2) - 1]


def test_moves_of_the_quarter_leave_out_first_stages_corrections_and_earlier_ones(book):
    def fill(store):
        firm = put(store, "Mover", "startup", days="2024")
        lifecycle.move_stage(store, firm, "early_commercial", PartialDate("2025-12-31"))
        event = lifecycle.move_stage(store, firm, "growth", PartialDate("2026-01-01"))
        lifecycle.correct_stage(store, event.id, effective_on=PartialDate("2026-02-01"))
        put(store, "New", "growth", days=3)
        return put(store, "Other", "growth", days=3, owner=store.actor)

    book.do(fill, label="Fill")
    assert book.ask(stage_board.facts, LARGEST).moves == 1
    assert book.ask(stage_board.facts, FirmQuery(scope="mine")).moves == 0


def test_a_move_of_which_only_the_month_is_known_is_one_of_its_quarter(book):
    def fill(store):
        for told in ("2026-01", "2026", "2025-12"):
            firm = put(store, f"Mover of {told}", "startup", days="2024")
            lifecycle.move_stage(store, firm, "early_commercial", PartialDate(told))

    book.do(fill, label="Fill")
    assert book.ask(stage_board.facts, LARGEST).moves == 1


def test_moves_that_stayed_with_a_merged_or_removed_record_are_not_counted(book):
    def fill(store):
        known = [put(store, name, "startup", days="2024") for name in ("Kept", "Double", "Gone")]
        for firm in known[1:]:
            lifecycle.move_stage(store, firm, "early_commercial", TODAY)
        return known

    kept, double, gone = book.do(fill, label="Fill").result
    assert book.ask(stage_board.facts, LARGEST).moves == 2
    book.do(duplicates.merge_firms, kept, double, label="Merge")
    assert book.ask(stage_board.facts, LARGEST).moves == 1
    book.do(firms.remove_firm, gone, label="Remove")
    assert book.ask(stage_board.facts, LARGEST).moves == 0


def test_what_stands_below_the_board_is_about_the_firms_on_it(book):
    def fill(store):
        for number in range(9):
            put(store, f"Peer {number}", "growth", days=100 + number)
        put(store, "Slow", "growth", days=900, tier="A")
        put(store, "Quick", "startup", days=10, tier="A")

    book.do(fill, label="Fill")
    best = book.ask(stage_board.facts, LARGEST.model_copy(update={"tiers": ("A",)}))
    assert (best.median_days, best.stalled) == (10, 1)
    assert book.ask(stage_board.facts, LARGEST.model_copy(update={"text": "peer"})) == (0, 104, 0)
    assert book.ask(stage_board.facts, LARGEST.model_copy(update={"text": "nobody"})) == (0, None, 0)


def test_an_empty_book_has_an_empty_board(book):
    found = board(book)
    assert all(column.firms == column.rest == 0 and column.utilisation_bp is None for column in found.values())
    assert book.ask(stage_board.facts, LARGEST) == stage_board.BoardFacts(0, None, 0)
