"""The list of firms: order, text, filters, sums, hints, and cards that follow every change."""

from datetime import UTC, date, datetime

import pytest

from rmapp import i18n
from rmapp.domain.clock import FixedClock
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Facility, FxRate, LedgerEntry
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.domain.query import FirmQuery, chips, is_narrow, without
from rmapp.domain.stage import StageEvent
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.services.clients import cards, views
from rmapp.services.early_warning import signals
from rmapp.services.lines.credit import firm_credit
from rmapp.storage import cards as card_table
from tests.books import add_firm, new_book, reopened

TODAY = date(2026, 3, 4)


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def put(book, *entities):
    return book.do(lambda store: store.add_many(entities), label="put").result


def firm(book, zh="", en="", **fields):
    one = Firm(**fields)
    names = [
        FirmName(firm_id=one.id, text=text, kind="short", lang=lang) for lang, text in (("zh", zh), ("en", en)) if text
    ]
    put(book, one, *names)
    return one.id


def line(book, firm_id, limit=None, drawn=(), ccy="CNY", **fields):
    values = {"facility_type": "tech_credit_loan", "status": "active", "revolving": True, "source": "bank_system"}
    amount = Money.of(limit, ccy) if limit is not None else None
    one = Facility(firm_id=firm_id, limit=amount, ccy=ccy, **{**values, **fields})
    entries = [
        LedgerEntry(
            facility_id=one.id, kind="disbursement", amount=Money.of(part, ccy), value_on=PartialDate("2025-06-01")
        )
        for part in drawn
    ]
    put(book, one, *entries)
    return one.id


def ids(book, **fields):
    return book.ask(cards.ids, FirmQuery(**fields))


def card(book, firm_id):
    return book.ask(cards.card, firm_id)


def test_the_order_is_that_of_the_names_in_the_language(book):
    first, second, third = firm(book, zh="重庆半导体"), firm(book, zh="安吉光学"), firm(book, en="Bright Optics")
    assert ids(book) == [third, second, first]
    assert ids(book, descending=True) == [first, second, third]
    with i18n.speaking("zh_CN"):
        assert ids(book) == [second, third, first]


@pytest.mark.parametrize(
    "text",
    [
        "潮",
        "声传",
        "潮声传感",
        "chaosheng",
        "csc",
        "CSCG",
        "gan",
        "Sensors",
        "sens CHAO",
        "潮 sensors",
        "hzcs",
        "oldname",
        "3a",
    ],
)
def test_any_part_of_any_name_finds_a_firm(book, text):
    found = firm(book, zh="杭州潮声传感", en="Chaosheng Sensors 3A")
    put(book, FirmName(firm_id=found, text="Oldname Ltd", kind="former", lang="en"))
    firm(book, zh="云麓无人机", en="Yunlu Drones")
    assert ids(book, text=text) == [found]


@pytest.mark.parametrize("text", ["%", "_", "zzz", "潮云", "' OR 1=1", '"', "*", "chaosheng yunlu"])
def test_text_that_fits_nothing_finds_nothing(book, text):
    firm(book, zh="潮声传感", en="Chaosheng Sensors")
    firm(book, zh="云麓无人机", en="Yunlu Drones")
    assert ids(book, text=text) == []


def test_looking_up_rare_words_and_walking_through_find_the_same(book, monkeypatch):
    made = [firm(book, zh=zh) for zh in ("潮声传感", "潮汐能源", "声学传感", "传感潮声")]
    texts = ("潮", "潮声", "声传", "潮声传感", "cs", "chao", "sheng", "chaosheng", "cscg")
    looked_up = {text: ids(book, text=text) for text in texts}
    monkeypatch.setattr("rmapp.storage.card_list._FEW", -1)
    assert {text: ids(book, text=text) for text in texts} == looked_up
    assert set(looked_up["潮声"]) == {made[0], made[3]}
    assert set(looked_up["cs"]) == {made[0], made[3]}


def test_identifiers_city_and_owner_are_found_too(book):
    one = firm(book, en="Nova", uscc="91110000600037341L", city="Ningbo", owner="Zhou Han", region_code="330100")
    firm(book, en="Other")
    for text in ("600037341", "ningbo", "zhou", "hangzhou", "杭州"):
        assert ids(book, text=text) == [one]


def test_filters_hold_together(book):
    a = firm(book, en="A", tier="A", industry_gb="C39", region_code="330100", owner="Li Wen", watch_status="watch")
    b = firm(book, en="B", tier="B", industry_gb="I65", region_code="320500", deputies=("Li Wen",))
    c = firm(book, en="C", relationship_status="client", nature="sample")
    assert ids(book, tiers=("A", "B")) == [a, b]
    assert ids(book, tiers=("A", "B"), industries=("C",)) == [a]
    assert ids(book, industries=("I65", "C39")) == [a, b]
    assert ids(book, regions=("3301",)) == [a]
    assert ids(book, scope="mine") == [a, b]
    assert ids(book, statuses=("client",)) == [c]
    assert ids(book, natures=("sample",)) == [c]
    assert ids(book, watch=("watch",)) == [a]
    assert ids(book, tiers=("A",), text="b") == []


def test_stage_is_that_of_the_last_event_that_counts(book):
    one = firm(book, en="One")
    seed = StageEvent(firm_id=one, to_stage="rd_seed", effective_on=PartialDate("2016"), recorded_at="2020-01-01")
    growth = StageEvent(
        firm_id=one,
        from_stage="rd_seed",
        to_stage="growth",
        effective_on=PartialDate("2024-05"),
        recorded_at="2020-01-02",
    )
    put(book, seed, growth)
    assert (card(book, one).stage, card(book, one).stage_since) == ("growth", "2024-05")
    assert ids(book, stages=("growth",)) == [one]
    correction = growth.model_copy(update={"id": "correction", "to_stage": "startup", "supersedes": growth.id})
    put(book, correction)
    assert card(book, one).stage == "startup"


def test_amounts_are_those_of_the_credit_page(book):
    one = firm(book, en="One")
    line(book, one, limit=130_000_000, drawn=(40_000_000, 18_000_000))
    line(book, one, limit=20_000_000, drawn=(10_000_000,), margin_bp=3000, revolving=False)
    shown, credit = card(book, one), book.ask(firm_credit, one)
    assert shown.outstanding == credit.outstanding == Money.of(68_000_000)
    assert shown.limit == credit.limit == Money.of(150_000_000)
    assert shown.utilisation_bp == credit.utilisation_bp == 4333
    assert book.ask(cards.totals, FirmQuery()).undrawn == Money.of(150_000_000 - 58_000_000 - 7_000_000)


def test_what_is_not_known_is_never_zero(book):
    without_line, without_limit = firm(book, en="A"), firm(book, en="B")
    told, offered = firm(book, en="C"), firm(book, en="D")
    line(book, without_limit, drawn=(5,))
    line(book, told, limit=45_000_000, source="public")
    line(book, offered, limit=7, status="proposed")
    assert card(book, without_line).outstanding is None
    assert card(book, without_limit).limit is None
    assert card(book, without_limit).utilisation_bp is None
    assert card(book, told).outstanding is None
    assert card(book, told).limit == Money.of(45_000_000)
    assert card(book, offered).limit is None
    assert ids(book, has_line=True) == [without_limit, told]
    assert ids(book, has_line=False) == [without_line, offered]


def test_other_currencies_are_converted_and_marked(book):
    one = firm(book, en="One")
    line(book, one, limit=1_000_000, drawn=(1_000_000,), ccy="USD")
    assert card(book, one).outstanding is None
    put(book, FxRate(base="USD", quote="CNY", on=date(2026, 3, 1), rate="7.0796"))
    shown = card(book, one)
    assert shown.outstanding == Money.of(7_079_600)
    assert shown.mixed


def test_a_reversed_entry_no_longer_counts(book):
    one = firm(book, en="One")
    facility = line(book, one, limit=100, drawn=(60,))
    entry = book.store.all(LedgerEntry, facility_id=facility)[0]
    put(book, LedgerEntry(facility_id=facility, kind="correction", amount=entry.amount, reverses=entry.id))
    assert card(book, one).outstanding == Money.zero()


def test_the_next_action_is_the_earliest_open_one(book):
    one = firm(book, en="One")
    late, later = date(2026, 3, 2), date(2026, 3, 9)
    promise = Promise(firm_id=one, side="theirs", text="Purchase contract", owner="Gu Wen", due_on=late)
    visit = Meeting(firm_id=one, status="planned", starts_at="2026-03-04T09:30", purpose="tranche 2 papers")
    put(book, promise, visit, Promise(firm_id=one, side="ours", text="Term sheet", owner="Li Wen", due_on=later))
    assert card(book, one)[15:18] == ("theirs", "Purchase contract", late)
    book.do(lambda store: store.change(Promise, promise.id, status="done"), label="done")
    assert card(book, one).next_text == "09:30 tranche 2 papers"
    assert card(book, one).next_on == TODAY
    book.do(lambda store: store.remove(Meeting, visit.id), label="remove")
    assert card(book, one).next_kind == "ours"


def test_a_meeting_counts_for_its_further_firms(book):
    parent, child = firm(book, en="Parent"), firm(book, en="Child")
    held = Meeting(firm_id=parent, starts_at="2025-12-03T10:00")
    put(book, held, MeetingFirm(meeting_id=held.id, firm_id=child))
    assert card(book, child).last_contact == date(2025, 12, 3)
    assert ids(book, quiet_days=90) == [child, parent]
    assert ids(book, quiet_days=92) == []
    book.do(lambda store: store.change(Meeting, held.id, starts_at="2026-03-01"), label="later")
    assert card(book, child).last_contact == date(2026, 3, 1)


def test_a_row_that_moves_to_another_firm_touches_both(book):
    one, other = firm(book, en="One"), firm(book, en="Other")
    held = Meeting(firm_id=one, starts_at="2025-12-03")
    put(book, held)
    book.do(lambda store: store.change(Meeting, held.id, firm_id=other), label="move")
    assert card(book, one).last_contact is None
    assert card(book, other).last_contact == date(2025, 12, 3)


def test_designations_hold_by_the_day(book):
    one, two, three = firm(book, en="A"), firm(book, en="B"), firm(book, en="C")
    put(
        book,
        DesignationHolding(firm_id=one, designation="little_giant", granted_on="2023", expires_on="2026"),
        DesignationHolding(firm_id=one, designation="single_champion", granted_on="2024"),
        DesignationHolding(firm_id=two, designation="little_giant", granted_on="2022", expires_on="2025"),
        DesignationHolding(firm_id=three, designation="little_giant", granted_on="2025", revoked_on="2026-03-04"),
    )
    assert ids(book, designations=("little_giant",)) == [one]
    assert card(book, one).designations == ("single_champion", "little_giant")
    assert card(book, two).designations == ()


def test_maturing_takes_what_ends_in_time(book):
    soon, late = firm(book, en="Soon"), firm(book, en="Late")
    line(book, soon, limit=5, maturity_on=date(2026, 6, 2))
    line(book, late, limit=5, maturity_on=date(2026, 6, 3))
    assert ids(book, maturing_within_days=90) == [soon]
    assert card(book, soon).next_maturity == date(2026, 6, 2)


@pytest.mark.parametrize("sort", ["tier", "outstanding", "limit", "utilisation", "stage", "contact", "maturity"])
def test_unknown_values_stand_last_in_both_directions(book, sort):
    unknown = firm(book, en="Unknown")
    low, high = firm(book, en="Low", tier="A"), firm(book, en="High", tier="B")
    for id, amount, day, stage in ((low, 10, "2025-01-01", "rd_seed"), (high, 50, "2025-02-01", "growth")):
        line(book, id, limit=60 + amount, drawn=(amount,), maturity_on=date.fromisoformat(day).replace(year=2027))
        put(book, Meeting(firm_id=id, starts_at=day), StageEvent(firm_id=id, to_stage=stage, effective_on=day))
    assert ids(book, sort=sort) == [low, high, unknown]
    assert ids(book, sort=sort, descending=True) == [high, low, unknown]


def test_cards_come_in_the_order_asked_and_in_the_language(book):
    one, two = firm(book, zh="潮声传感", en="Chaosheng"), firm(book, zh="云麓")
    assert [row.id for row in book.ask(cards.cards, [two, "nobody", one])] == [two, one]
    assert (card(book, one).name, card(book, one).second_name, card(book, one).monogram) == (
        "Chaosheng",
        "潮声传感",
        "潮",
    )
    with i18n.speaking("zh_CN"):
        assert (card(book, one).name, card(book, one).second_name) == ("潮声传感", "Chaosheng")
    with pytest.raises(NotFoundError):
        card(book, "nobody")


def test_undo_brings_the_card_back(book):
    one = firm(book, en="One")
    line(book, one, limit=100, drawn=(60,))
    book.undo()
    assert card(book, one).outstanding is None
    book.undo()
    assert ids(book) == []
    book.redo()
    assert ids(book) == [one]


def test_rebuilding_changes_nothing(book):
    for en in ("A", "B", "C"):
        one = firm(book, en=en, zh="潮声" + en, tier="A")
        line(book, one, limit=100, drawn=(7,), maturity_on=date(2026, 9, 1))
        put(
            book,
            Meeting(firm_id=one, starts_at="2025-12-03"),
            StageEvent(firm_id=one, to_stage="growth", effective_on="2024"),
        )
    everything = book.ask(cards.cards, ids(book))
    book.do(card_table.rebuild, label="rebuild")
    assert book.ask(cards.cards, ids(book)) == everything
    assert len(ids(book, text="潮声")) == 3


def test_an_empty_list_says_which_filter_to_drop(book):
    firm(book, zh="潮声传感", tier="B")
    firm(book, zh="潮汐能源", tier="C")
    hints = book.ask(cards.hints, FirmQuery(text="潮", tiers=("A",), watch=("alert",)))
    assert hints == []
    hints = book.ask(cards.hints, FirmQuery(text="潮", tiers=("A",)))
    assert [(hint.chip.field, hint.chip.value, hint.count) for hint in hints] == [("tiers", "A", 2)]


def test_a_query_survives_as_text():
    query = FirmQuery(text="潮", tiers=("A", "B"), quiet_days=60, has_line=False, sort="contact", descending=True)
    assert FirmQuery.from_json(query.to_json()) == query
    assert FirmQuery.from_json('{"tiers": ["A"], "from_a_newer_version": 1, "sort": "moon"}') == FirmQuery(tiers=("A",))
    assert FirmQuery.from_json("nonsense") == FirmQuery.from_json("[]") == FirmQuery()


def test_chips_are_words():
    query = FirmQuery(tiers=("A", "B"), stages=("growth",), quiet_days=60, maturing_within_days=1, industries=("C39",))
    words = [(chip.label, chip.value) for chip in chips(query)]
    assert words[:4] == [
        ("Stage", "Growth"),
        ("Tier", "A, B"),
        ("Maturing", "within 1 day"),
        ("No contact", "for 60 days"),
    ]
    assert is_narrow(query)
    assert without(query, "tiers").tiers == ()
    assert not is_narrow(FirmQuery(scope="mine", sort="tier", descending=True))


def test_views_are_saved_renamed_and_removed(book):
    assert [view.built_in for view in book.ask(views.views)] == [True] * 5
    saved = book.do(views.add_view, " Watch  only ", FirmQuery(watch=("watch",)), label="add").result
    assert book.ask(views.views)[-1][1:] == ("Watch only", "star", FirmQuery(watch=("watch",)), False)
    with pytest.raises(InputError):
        book.do(views.add_view, "watch ONLY", FirmQuery(), label="again")
    with pytest.raises(InputError):
        book.do(views.add_view, " ", FirmQuery(), label="empty")
    book.do(views.rename_view, saved.id, "Watch only", label="same name")
    book.do(views.change_view, saved.id, FirmQuery(tiers=("A",)), label="change")
    assert book.ask(cards.counts).views[saved.id] == 0
    book.do(views.remove_view, saved.id, label="remove")
    with pytest.raises(RuleError):
        book.do(views.remove_view, "builtin:quiet_a", label="remove")


def test_counts_are_those_of_the_lists(book):
    mine = firm(book, en="Mine", owner="Li Wen", tier="A")
    firm(book, en="Other", owner="Zhou Han")
    line(book, mine, limit=5)
    line(book, mine, limit=5, status="declined")
    put(
        book,
        Meeting(firm_id=mine, starts_at="2025-12-03"),
        Meeting(firm_id=mine, starts_at="2026-12-03", status="planned"),
    )
    counts = book.ask(cards.counts)
    assert counts[:5] == (2, 1, 1, 1, 0)
    assert counts.views["builtin:quiet_a"] == 1


def test_a_maturity_that_passed_gives_way_to_the_next_one_at_the_next_opening(tmp_path):
    first = new_book(tmp_path)
    firm = first.do(add_firm, label="Add").result.id

    def two_lines(store):
        for day in (date(2026, 3, 10), date(2026, 9, 10)):
            store.add(
                Facility(firm_id=firm, facility_type="rd_loan", status="active", limit=Money.of(10), maturity_on=day)
            )

    first.do(two_lines, label="Lines")
    assert first.ask(cards.card, firm).next_maturity == date(2026, 3, 10)
    first.close()
    later = reopened(tmp_path, clock=FixedClock(datetime(2026, 4, 1, tzinfo=UTC)))
    assert later.ask(cards.card, firm).next_maturity == date(2026, 9, 10)
    later.close()


def test_the_watch_list_follows_signals_as_they_come_and_go(book):
    watched, quiet, by_hand = (
        firm(book, en="Watched"),
        firm(book, en="Quiet"),
        firm(book, en="Hand", watch_status="watch"),
    )
    query = next(view.query for view in views.built_in_views() if view.id == "builtin:watch_list")
    assert book.ask(cards.ids, query) == [by_hand]
    told = book.do(signals.raise_signal, watched, "covenant_breach", "Debt ratio 72%", label="raise").result
    assert book.ask(cards.ids, query) == [watched, by_hand]
    assert [card(book, one).watch for one in (watched, quiet)] == ["alert", "none"]
    assert book.ask(cards.counts).views["builtin:watch_list"] == 2
    assert [one.firm_id for one in book.ask(signals.watch_list)] == [watched, by_hand]
    book.do(signals.close_signal, told.id, "Waived", label="close")
    assert book.ask(cards.ids, query) == [by_hand]
    book.undo()
    assert book.ask(cards.ids, query) == [watched, by_hand]
