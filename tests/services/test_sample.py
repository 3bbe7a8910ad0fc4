"""The sample book: published facts only for named firms, a rich and consistent fiction beside them."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from rmapp import paths
from rmapp.domain import ipo_rules, reference
from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.clock import FixedClock
from rmapp.domain.covenant import CovenantTest
from rmapp.domain.facility import Drawdown, Facility, FxRate, LedgerEntry
from rmapp.domain.facility_checks import check_facility
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.identifiers import check_uscc
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.ipo import IpoApplication, IpoEvent
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.money import Money, total
from rmapp.domain.ownership import GroupLimit, OwnershipLink
from rmapp.domain.ownership_rules import check_equity_sum, check_link, find_cycle
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.domain.provenance import Sourced
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import check_history, current_stage
from rmapp.errors import RmappError
from rmapp.services import books
from rmapp.services.clients import facts, firms
from rmapp.services.firm_values import firm_values
from rmapp.services.lines.covenants import line_covenants
from rmapp.services.lines.credit import firm_credit
from rmapp.services.origination.facilities import facility_draft
from rmapp.services.portfolio.credit_alerts import alerts
from rmapp.services.printing import briefs
from rmapp.services.sample_book import sample
from rmapp.services.sample_book import values as sample_values
from rmapp.services.sample_book.data import read_firms
from rmapp.storage.discreet import discreet
from tests.briefs.pdf_text import pages_text, squeezed

TODAY = date(2026, 11, 23)
DAYS = [TODAY, date(2027, 1, 1), date(2028, 2, 29), date(2027, 3, 31), date(2026, 11, 22)]


def clock_of(day):
    return FixedClock(datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    workspace = sample.create_sample_book(tmp_path_factory.mktemp("sample") / "book", clock=clock_of(TODAY))
    yield workspace.store
    workspace.close()


@pytest.fixture(params=DAYS, ids=str)
def dated(request, tmp_path):
    workspace = sample.create_sample_book(tmp_path / "book", clock=clock_of(request.param))
    yield workspace.store
    workspace.close()


def named(store, text):
    return store.all(FirmName, text=text)[0].firm_id


def of_nature(store, nature):
    return [firm.id for firm in store.all(Firm, nature=nature)]


def rows_of(store, firm_ids):
    """Return every row of the book that hangs on some firms, in any table."""
    ids, found = set(firm_ids), []
    for _round in range(4):
        found = [
            row
            for kind in ENTITIES
            for row in store.all(kind)
            if row.id in ids or any(getattr(row, name) in ids for name in kind.model_fields if name.endswith("_id"))
        ]
        roles = {row.person_id for row in found if isinstance(row, Role)}
        ids |= {row.id for row in found} | roles
    return found


def millions(money):
    return money.amount / 1_000_000


def test_no_way_to_the_exchange_is_told_where_restricted_things_are_hidden(store):
    assert store.count(IpoApplication) > 1
    with discreet(store):
        assert store.count(IpoApplication) == 0
        assert store.rows("SELECT count(*) FROM firm_card WHERE stage = 'pre_ipo'") == [(0,)]
        assert not any("ipo_intent" in firm_values(store, one.id) for one in store.all(Firm, nature="sample"))


def test_the_book_is_sound_and_unprotected(tmp_path):
    workspace = sample.create_sample_book(tmp_path / "book", clock=clock_of(TODAY))
    assert books.check(workspace).sound
    assert workspace.store.info["kind"] == "sample"
    workspace.close()
    assert books.book_state(tmp_path / "book") == "unprotected"


def test_an_existing_book_is_left_alone(tmp_path):
    folder = tmp_path / "book"
    sample.ensure(folder, clock=clock_of(TODAY))
    workspace = books.open_book(folder)
    firm_id = named(workspace.store, "Chaosheng Sensors")
    workspace.do(lambda store: store.change(Firm, firm_id, pinned_note="mine"), label="x")
    workspace.close()
    sample.ensure(folder, clock=clock_of(TODAY))
    workspace = books.open_book(folder)
    assert workspace.store.get(Firm, firm_id).pinned_note == "mine"
    workspace.close()


def test_five_reported_firms_and_about_thirty_fictional_ones(store):
    assert len(of_nature(store, "public_facts")) == 5
    assert len(of_nature(store, "sample")) >= 25
    assert not of_nature(store, "client")


def test_every_row_about_a_reported_firm_has_a_public_source_and_a_citation(store):
    titles = {source["title"] for source in demo_facts()["sources"].values()}
    sourced = [row for row in rows_of(store, of_nature(store, "public_facts")) if isinstance(row, Sourced)]
    assert len(sourced) > 40
    for row in sourced:
        assert row.source == "public", row
        assert row.citation in titles, row
        assert row.as_of is not None, row


def test_nothing_is_added_to_a_reported_firm(store):
    kinds = {type(row) for row in rows_of(store, of_nature(store, "public_facts"))}
    assert not kinds & {Meeting, Attendee, Promise, OwnershipLink}
    for firm_id in of_nature(store, "public_facts"):
        firm = store.get(Firm, firm_id)
        assert (firm.uscc, firm.lei, firm.tier, firm.owner, firm.other_ids) == (None, None, None, "", ())
        for role in store.all(Role, firm_id=firm_id):
            person = store.get(Person, role.person_id)
            assert (person.legal_basis, person.work_phone, person.work_email) == ("public_info", "", "")


def test_every_amount_and_number_of_a_reported_firm_was_published(store):
    amounts, numbers = published(demo_facts())
    for row in rows_of(store, of_nature(store, "public_facts")):
        for name, value in row:
            if isinstance(value, Money):
                assert (value.minor, value.ccy) in amounts, (row, name)
            elif name in ("number", "count") and isinstance(value, int):
                assert value in numbers, row


def test_every_published_amount_is_in_the_book(store):
    amounts, _numbers = published({"firms": demo_facts()["firms"]})
    held = {
        (value.minor, value.ccy)
        for row in rows_of(store, of_nature(store, "public_facts"))
        for _name, value in row
        if isinstance(value, Money)
    }
    assert held == amounts


def demo_facts():
    return json.loads((paths.resources() / "reference" / "demo_facts.json").read_text("utf-8"))


def published(data):
    amounts, numbers = set(), set()
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict) and set(value) == {"minor", "ccy"}:
            amounts.add((value["minor"], value["ccy"]))
        elif isinstance(value, dict):
            numbers |= {value.get("count"), value.get("pledged_patents")}
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return amounts, numbers


def test_lingban_has_drawn_40_of_100(store):
    line = firm_credit(store, named(store, "杭州灵伴科技有限公司")).counted[0]
    assert [millions(money) for money in (line.amounts.limit, line.amounts.outstanding)] == [100, 40]
    assert millions(line.amounts.available) == 60
    assert [(draw.disbursed_on, millions(draw.amount)) for draw in line.draws] == [(None, 40)]


def test_the_limit_of_kanglin_rose_and_what_it_owes_is_unknown(store):
    line = firm_credit(store, named(store, "Kanglin Biotec")).lines[0]
    history = [(str(entry.value_on), millions(entry.amount)) for entry in line.entries if entry.kind == "limit_change"]
    assert history == [("2019", 5), ("2023", 15), ("2024", 30)]
    assert line.amounts.outstanding is None


def test_desman_pledged_three_patents_of_unknown_number(store):
    firm_id = named(store, "Desman")
    line = store.all(Facility, firm_id=firm_id)[0]
    rights = [store.get(IpRight, right_id) for right_id in line.security[0].ip_right_ids]
    assert line.limit is None
    assert [(right.number, right.pledged) for right in rights] == [("", True)] * 3


def test_star_airlines_shares_one_limit_without_a_split(store):
    firm_id = named(store, "Star Airlines")
    assert [millions(one.limit) for one in store.all(GroupLimit, firm_id=firm_id)] == [45]
    assert not store.all(Facility, firm_id=firm_id)


def test_lines_planned_for_leapmotor_have_no_amount(store):
    lines = store.all(Facility, firm_id=named(store, "零跑汽车"))
    assert len(lines) == 5
    assert {(line.status, line.limit) for line in lines} == {("proposed", None)}


def test_the_credit_of_chaosheng_is_as_drawn_in_the_design(store):
    credit = firm_credit(store, named(store, "Chaosheng Sensors"))
    amounts = [credit.limit, credit.outstanding, credit.waiting, credit.free]
    assert [millions(money) for money in amounts] == [130, 58, Decimal("66.275"), Decimal("5.725")]


def test_the_limits_of_fictional_lines_say_why_they_changed(store):
    fictional = {line.id for line in store.all(Facility) if line.firm_id in set(of_nature(store, "sample"))}
    history = {}
    for entry in store.all(LedgerEntry, kind="limit_change"):
        if entry.facility_id in fictional:
            history.setdefault(entry.facility_id, []).append(entry)
    told = [entries for entries in history.values() if len(entries) > 1]
    assert len(told) >= 5
    assert all(entry.note for entries in told for entry in entries)
    for facility_id, entries in history.items():
        assert entries[-1].amount == store.get(Facility, facility_id).limit


def test_the_money_of_some_draws_is_traced_and_checks_come_due(dated):
    traced = [draw for draw in dated.all(Drawdown) if draw.uses]
    assert len(traced) >= 4
    for draw in traced:
        assert total((use.amount for use in draw.uses), draw.amount.ccy) == draw.amount
        assert all(use.evidence for use in draw.uses)
    due = [one for one in alerts(dated, within_days=30) if one.kind == "check_due"]
    assert {one.days < 0 for one in due} == {True, False}


def test_one_failed_test_was_waived_and_one_cured(store):
    found = [view.state for line in store.all(Facility) for view in line_covenants(store, line.id)]
    assert "waived" in found
    assert store.count(CovenantTest, result="cured") == 1


def test_some_lines_have_fees_and_a_schedule_of_repayment(store):
    lines = store.all(Facility)
    assert sum(bool(line.fees) for line in lines) >= 3
    assert sum(bool(line.schedule) for line in lines) >= 2


def test_every_status_stage_tier_and_relationship_occurs(store):
    lines = store.all(Facility)
    assert {line.status for line in lines} == set(reference.labels("line_status"))
    assert {firm.tier for firm in store.all(Firm)} >= set(reference.tiers())
    assert {firm.relationship_status for firm in store.all(Firm)} == set(reference.labels("relationship_status"))
    fictional = [current_stage(store.all(StageEvent, firm_id=id)) for id in of_nature(store, "sample")]
    assert set(fictional) == set(reference.stages())


def test_every_type_of_credit_occurs_in_a_fictional_firm(store):
    fictional = set(of_nature(store, "sample"))
    assert {line.facility_type for line in store.all(Facility) if line.firm_id in fictional} == set(
        reference.facility_types()
    )


def test_the_edges_are_there(store):
    amounts = [line.amounts for id in of_nature(store, "sample") for line in firm_credit(store, id).lines]
    assert any(one.over_limit for one in amounts)
    assert {"USD", "JPY"} <= {line.ccy for line in store.all(Facility)}
    assert any(line.margin_bp for line in store.all(Facility))
    assert any(firm.uscc is None and not firm.other_ids for firm in store.all(Firm, nature="sample"))
    assert any("（" in name.text for name in store.all(FirmName))
    assert any(ord(sign) > 0xFFFF for one in store.all(Attendee) for sign in one.name)
    moves = [reference.transitions()[event.from_stage, event.to_stage].kind for event in moved_events(store)]
    assert {"forward", "skip", "back"} <= set(moves)


def moved_events(store):
    return [event for event in store.all(StageEvent) if event.from_stage]


def test_groups_have_a_circle_an_economic_link_and_shared_people(store):
    links = store.all(OwnershipLink)
    assert find_cycle(links, TODAY) is not None
    assert any(link.kind == "economic" for link in links)
    firms_of = {}
    for role in store.all(Role):
        firms_of.setdefault(role.person_id, set()).add(role.firm_id)
    assert max(map(len, firms_of.values())) >= 3
    met = {one.person_id for one in store.all(Attendee) if store.get(Meeting, one.meeting_id).status == "held"}
    assert set(firms_of) - met


def test_the_main_firm_has_three_years_of_notes(store):
    notes = store.all(Meeting, order="starts_at", firm_id=named(store, "Chaosheng Sensors"), status="held")
    assert 20 <= len(notes) <= 48
    assert (TODAY - date.fromisoformat(notes[0].starts_at[:10])).days > 2 * 365
    assert any(note.starts_at.startswith(TODAY.isoformat()) for note in store.all(Meeting, status="planned"))


def test_promises_are_open_late_and_kept_on_both_sides(store):
    promises = store.all(Promise)
    kinds = {(one.side, one.status, one.is_overdue(TODAY)) for one in promises}
    for side in ("ours", "theirs"):
        assert {(side, "open", False), (side, "open", True), (side, "done", False)} <= kinds
    assert all(one.result for one in promises if one.status != "open")


def test_fictional_identifiers_and_contacts_cannot_be_real(store):
    for firm in store.all(Firm, nature="sample"):
        if firm.uscc:
            assert check_uscc(firm.uscc).problem is None
            assert firm.uscc[2:8] == "990000"
    for person in store.all(Person):
        assert not person.work_email or person.work_email.endswith("@example.com")
        assert not person.work_phone or "-5550-" in person.work_phone


def test_the_rules_of_the_book_hold_on_any_day(dated):
    today = dated.clock.today()
    for line in dated.all(Facility):
        found = check_facility(facility_draft(dated, line.id), today)
        errors = {one.field for one in found if one.severity == "error"}
        # The check does not know that a line that is written off was signed once.
        assert errors <= ({"status"} if line.status == "written_off" else set()), (line.reference_no, found)
    for firm in dated.all(Firm):
        check_history(dated.all(StageEvent, firm_id=firm.id), today)
        check = firms.check_firm(dated, firms.firm_draft(dated, firm.id), firm.id)
        assert not check.errors, (check.errors, firm.summary)
    for kind in facts.KINDS:
        for fact in dated.all(kind):
            assert not facts.check_fact(dated, fact), fact
    for event in moved_events(dated):
        move = reference.transitions()[event.from_stage, event.to_stage]
        assert event.reason or not move.reason_required
        assert event.reason is None or event.reason in (move.allowed_reasons or reference.labels("transition_reason"))
    links = dated.all(OwnershipLink)
    check_equity_sum(links, today)
    for link in links:
        check_link(link)


def test_what_has_happened_is_never_in_the_future(dated):
    today = dated.clock.today()
    for meeting in dated.all(Meeting, status="held"):
        day = date.fromisoformat(meeting.starts_at[:10])
        assert day < today
        assert day.weekday() < 5
        assert {one.side for one in dated.all(Attendee, meeting_id=meeting.id)} >= {"ours", "theirs"}
    happened = [draw.disbursed_on for draw in dated.all(Drawdown)]
    happened += [entry.value_on.first_day() for entry in dated.all(LedgerEntry) if entry.value_on]
    happened += [one.done_on for one in dated.all(Promise)]
    happened += [rate.on for rate in dated.all(FxRate)]
    assert all(day <= today for day in happened if day)


def test_two_books_of_the_same_day_say_the_same(store, tmp_path):
    workspace = sample.create_sample_book(tmp_path / "book", clock=clock_of(TODAY))
    assert content(workspace.store) == content(store)
    workspace.close()


def content(store):
    """Return all business data with every id replaced by the place of its row."""
    rows = [(kind, row) for kind in ENTITIES for row in store.all(kind)]
    places = {row.id: f"row {number}" for number, (_kind, row) in enumerate(rows)}
    texts = []
    for kind, row in rows:
        text = f"{kind.__name__} {row.model_dump_json(exclude={'created_at', 'portfolio_id'})}"
        texts.append("".join(places.get(part, part) for part in split_ids(text)))
    return texts


def split_ids(text):
    return [part for quoted in text.split('"') for part in (quoted, '"')]


def test_days_are_counted_from_today_and_moved_off_weekends():
    friday = date(2026, 11, 20)
    said = sample_values.moved(["-6d", "+1d", "+0d 09:30", "~-1m", "~-2y", "USD 1.5m", "2016-03"], friday)
    assert said == [
        "2026-11-13",
        "2026-11-23",
        "2026-11-20T09:30",
        "2026-10",
        "2024",
        Money.of(1_500_000, "USD"),
        "2016-03",
    ]


def test_a_link_to_nothing_names_it():
    with pytest.raises(RmappError, match="nobody"):
        sample_values.linked({"person_id": "@nobody"}, {})


def test_damaged_data_name_the_file_and_the_place(tmp_path, monkeypatch):
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "firms_x.json").write_text('[{"key": "a", "names": {}, "stages": [{"to": "growth"}]}]')
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    with pytest.raises(RmappError, match=r"firms_x\.json, 0 / stages / 0 / on"):
        read_firms(TODAY)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_fullest_brief_keeps_whom_we_meet_the_grade_and_what_fits(store, language):
    firm_id = named(store, "潮声传感")
    brief = briefs.compile_brief(store, firm_id)
    options = briefs.new_options(store, language).model_copy(update={"watermark": False})
    pages = [squeezed(text) for text in pages_text(briefs.print_brief(brief, firm_id, options, "internal").pdf)]
    assert len(pages) == 2
    offers = [reference.text("product", one.product, language) for one in brief.fit.products if not one.ask]
    known = (*(person.names.zh for person in brief.people[:2]), brief.score.grade, *offers)
    assert len(offers) == 3
    assert all(squeezed(part) in pages[1] for part in known)


def test_applications_for_a_listing_keep_their_order_and_are_restricted(dated):
    found = dated.all(IpoApplication)
    assert {one.track for one in found} == {"a_share", "hkex"}
    for one in found:
        events = dated.all(IpoEvent, ipo_application_id=one.id)
        ipo_rules.check_history(events, one.track, dated.clock.today())
        assert one.board in ipo_rules.boards_of(one.track)
        assert {one.confidentiality, *(event.confidentiality for event in events)} == {"restricted"}
