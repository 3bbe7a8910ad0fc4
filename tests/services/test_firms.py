"""Firms typed in: checks beside the fields, names, identifiers, removal, duplicates and merging."""

from datetime import date, timedelta

import pytest

from rmapp.domain.claim import Claim
from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.firm_draft import FirmDraft, NameDraft
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.money import Money
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.query import FirmQuery
from rmapp.domain.stage import StageEvent
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.services.clients import cards, duplicates, firms
from tests.books import NOW, new_book

USCC, OTHER_USCC = "91110000600037341L", "91350100M000100Y43"
LEI = "213800KUD8LAJWSQ9D15"


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def draft(zh="潮声传感", en="Chaosheng Sensors", **fields):
    names = [NameDraft(text=zh, kind="short")] if zh else []
    return FirmDraft(names=(*names, *([NameDraft(text=en, kind="short", lang="en")] if en else [])), **fields)


def add(book, *args, **fields):
    return book.do(firms.add_firm, draft(*args, **fields), label="add").result


def refused(book, verb, *args, **fields):
    with pytest.raises(InputError) as caught:
        book.do(verb, *args, label="refused", **fields)
    return caught.value.fields


def put(book, *entities):
    book.do(lambda store: store.add_many(entities), label="put")


def test_a_new_firm_has_its_names_and_the_user_as_owner(book):
    firm = add(book, tier="A", uscc=" 91110000-600037341l ", lei=LEI.lower())
    assert (firm.owner, firm.uscc, firm.lei, firm.uscc_unverified) == ("Li Wen", USCC, LEI, False)
    header = book.ask(firms.firm_page, firm.id)
    assert (header.name, header.second_name, header.monogram) == ("Chaosheng Sensors", "潮声传感", "潮")
    assert header.outstanding is header.stage is header.lead_days is None
    assert header.last_change == ("2026-03-04T05:06:07.000Z", "Li Wen")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("names", ()),
        ("names", (NameDraft(text="  "),)),
        ("names", (NameDraft(text="x" * 401),)),
        ("names", (NameDraft(text="Old", valid_from=PartialDate("2020"), valid_to=PartialDate("2019")),)),
        ("uscc", "91110000600037341M"),
        ("uscc", "123"),
        ("lei", "213800KUD8LAJWSQ9D16"),
        ("established_on", PartialDate("2026-03-05")),
        ("summary", "x" * 401),
        ("tier", "Z"),
        ("industry_gb", "C99"),
        ("industry_gb", "39"),
        ("region_code", "hangzhou"),
        ("country", "China"),
        ("registered_capital", Money.of(-1)),
    ],
)
def test_a_wrong_value_is_said_beside_its_field(book, field, value):
    wrong = draft().model_copy(update={field: value})
    assert field in refused(book, firms.add_firm, wrong)
    firm = add(book)
    assert set(refused(book, firms.change_firm, firm.id, **{field: value})) == {field}
    assert book.ask(firms.firm_draft, firm.id).summary == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("industry_gb", "C3911"), ("industry_gb", "I"), ("established_on", PartialDate("2026")), ("summary", "x" * 400)],
)
def test_a_right_value_is_kept(book, field, value):
    firm = add(book)
    assert getattr(book.do(firms.change_firm, firm.id, label="change", **{field: value}).result, field) == value


def test_a_doubtful_number_can_be_kept_as_unverified(book):
    firm = add(book, uscc="91110000600037341M", uscc_unverified=True)
    assert firm.uscc_unverified
    check = book.ask(firms.check_firm, book.ask(firms.firm_draft, firm.id), firm.id)
    assert check.errors == {}
    assert "uscc" in check.warnings
    corrected = book.do(firms.change_firm, firm.id, uscc=USCC, label="correct").result
    assert not corrected.uscc_unverified


def test_who_watches_a_firm_less_says_why(book):
    firm = add(book, watch_status="watch")
    book.do(firms.change_firm, firm.id, watch_status="alert", watch_reason="Two payrolls late", label="more")
    lower = {"watch_reason": "Say why the client is watched less than before."}
    assert refused(book, firms.change_firm, firm.id, watch_status="none") == lower
    said_before = book.ask(firms.firm_draft, firm.id).model_copy(update={"watch_status": "watch"})
    assert refused(book, firms.save_firm, firm.id, said_before) == lower
    book.do(firms.change_firm, firm.id, summary="MEMS microphones", label="other fields are free")
    said = said_before.model_copy(update={"watch_reason": "Payrolls paid since June"})
    book.do(firms.save_firm, firm.id, said, label="less")
    changed = book.ask(firms.firm_page, firm.id).firm
    assert (changed.watch_status, changed.watch_reason) == ("watch", "Payrolls paid since June")


def test_a_number_belongs_to_one_firm(book):
    first = add(book, uscc=USCC, lei=LEI)
    fields = refused(book, firms.add_firm, draft("云麓", "Yunlu", uscc=USCC, lei=LEI), confirmed=True)
    assert set(fields) == {"uscc", "lei"}
    assert "Chaosheng Sensors" in fields["uscc"]
    book.do(firms.change_firm, first.id, uscc=USCC, tier="B", label="its own number is no double")


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("杭州潮声传感有限公司", ""),
        ("潮声传感股份有限公司", ""),
        ("", "CHAOSHENG SENSORS Co., Ltd."),
        ("", "Chaosheng-Sensors Inc"),
    ],
)
def test_the_same_name_asks_for_confirmation(book, zh, en):
    first = add(book, city="Hangzhou")
    wanted = draft(zh, en)
    assert "Chaosheng Sensors" in refused(book, firms.add_firm, wanted)["names"]
    assert book.ask(firms.check_firm, wanted).same_name == ((first.id, "Chaosheng Sensors", "Hangzhou"),)
    second = book.do(firms.add_firm, wanted, confirmed=True, label="another one").result
    book.do(firms.change_firm, second.id, tier="A", label="its old name is not asked about again")


def test_another_name_is_no_double(book):
    add(book)
    add(book, "潮声光学", "Chaosheng Optics")


def test_personal_numbers_in_free_text_are_warned_of(book):
    check = book.ask(firms.check_firm, draft(summary="call 13812345678", pinned_note="330106199001011234"))
    assert check.errors == {}
    assert set(check.warnings) == {"summary", "pinned_note"}


def test_names_are_kept_changed_and_dropped(book):
    firm = add(book)
    zh, en = book.ask(firms.names, firm.id)
    drafts = (
        NameDraft(id=zh.id, text=" 潮声  科技 ", kind="short"),
        NameDraft(text="Old Name", kind="former", lang="en"),
    )
    book.do(firms.set_names, firm.id, drafts, label="names")
    names = book.ask(firms.names, firm.id)
    assert [(name.text, name.kind) for name in names] == [("潮声 科技", "short"), ("Old Name", "former")]
    assert names[0].id == zh.id
    assert en.id not in {name.id for name in names}
    assert book.ask(cards.ids, FirmQuery(text="old name")) == [firm.id]


def test_a_saved_draft_is_the_firm(book):
    firm = add(book)
    changed = book.ask(firms.firm_draft, firm.id).model_copy(update={"tier": "B", "website": "example.com"})
    book.do(firms.save_firm, firm.id, changed, label="save")
    assert book.ask(firms.firm_draft, firm.id) == changed


def test_the_lead_time_counts_from_first_contact_to_first_credit(book):
    firm = add(book)
    put(
        book,
        Meeting(firm_id=firm.id, starts_at="2024-01-10T10:00"),
        Meeting(firm_id=firm.id, starts_at="2023-01-10T10:00", status="cancelled"),
        Facility(firm_id=firm.id, facility_type="talent_loan", status="active", signed_on=date(2024, 3, 10)),
    )
    header = book.ask(firms.firm_page, firm.id)
    assert (header.first_contact_on, header.first_credit_on, header.lead_days) == (
        date(2024, 1, 10),
        date(2024, 3, 10),
        60,
    )


def test_a_removed_firm_takes_its_records_along_and_brings_them_back(book):
    firm = add(book)
    put(
        book,
        Meeting(firm_id=firm.id, starts_at="2024-01-10"),
        Meeting(id="gone", firm_id=firm.id, starts_at="2024-01-11"),
    )
    book.do(lambda store: store.remove(Meeting, "gone"), label="remove one before")
    book.store.clock = FixedClock(NOW + timedelta(seconds=1))
    book.do(firms.remove_firm, firm.id, label="remove")
    assert book.ask(cards.ids, FirmQuery()) == []
    assert book.store.count(Meeting) == 0
    assert [(one.id, one.name) for one in book.ask(firms.removed_firms)] == [(firm.id, "潮声传感")]
    with pytest.raises(NotFoundError):
        book.ask(firms.firm_page, firm.id)
    book.do(firms.restore_firm, firm.id, label="restore")
    assert book.store.count(Meeting) == 1
    assert book.ask(firms.firm_page, firm.id).name == "Chaosheng Sensors"
    with pytest.raises(NotFoundError):
        book.do(firms.restore_firm, firm.id, label="again")


def test_a_firm_that_owes_money_stays(book):
    firm = add(book)
    line = Facility(firm_id=firm.id, facility_type="talent_loan", status="active", limit=Money.of(9))
    put(book, line, LedgerEntry(facility_id=line.id, kind="disbursement", amount=Money.of(5)))
    with pytest.raises(RuleError):
        book.do(firms.remove_firm, firm.id, label="remove")


def test_merging_moves_everything_and_undo_takes_it_apart(book):
    keep = add(book, "潮声传感", "Chaosheng Sensors", tier="A")
    lose = add(book, "潮声科技", "Chaosheng Sensors Tech", uscc=OTHER_USCC, tier="B", city="Hangzhou")
    meeting = Meeting(firm_id=keep.id, starts_at="2024-01-10")
    put(
        book,
        meeting,
        MeetingFirm(meeting_id=meeting.id, firm_id=lose.id),
        Meeting(firm_id=lose.id, starts_at="2024-02-10"),
        Claim(firm_id=lose.id, kind="outlets", number=7),
        StageEvent(firm_id=lose.id, to_stage="growth", effective_on=PartialDate("2024")),
        OwnershipLink(parent_id=keep.id, child_id=lose.id, pct_bp=6000),
        FirmName(firm_id=lose.id, text="潮声传感", kind="former"),
    )
    merged = book.do(duplicates.merge_firms, keep.id, lose.id, label="merge").result
    assert (merged.tier, merged.uscc, merged.city) == ("A", OTHER_USCC, "Hangzhou")
    assert [name.text for name in book.ask(firms.names, keep.id)] == [
        "潮声传感",
        "Chaosheng Sensors",
        "潮声科技",
        "Chaosheng Sensors Tech",
    ]
    assert book.ask(cards.ids, FirmQuery(text="chaosheng sensors tech")) == [keep.id]
    assert book.store.count(Meeting, firm_id=keep.id) == 2
    assert book.store.count(MeetingFirm) == book.store.count(OwnershipLink) == 0
    assert book.ask(cards.card, keep.id).stage == "growth"
    assert book.ask(firms.firm_page, lose.id).firm.id == keep.id
    book.undo()
    assert set(book.ask(cards.ids, FirmQuery())) == {keep.id, lose.id}
    assert book.store.get(Firm, lose.id).uscc == OTHER_USCC
    with pytest.raises(RuleError):
        book.do(duplicates.merge_firms, keep.id, keep.id, label="with itself")
