"""The five reported cases of the domain reference, 9.1: typed in by a user, printed, and nothing invented."""

import re
from datetime import date

import pytest

from rmapp.domain.facility import Drawdown, Facility, LedgerEntry
from rmapp.domain.facility_checks import check_facility
from rmapp.domain.facility_draft import DrawDraft, FacilityDraft
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.money import Money
from rmapp.domain.ownership import GroupLimit, SubLimit
from rmapp.domain.partial_date import PartialDate
from rmapp.services.collateral.security import line_security
from rmapp.services.limits.exposure import firm_exposure
from rmapp.services.lines.credit import firm_credit
from rmapp.services.lines.line_story import line_story
from rmapp.services.printing import briefs, group_brief
from tests.books import add_firm, new_book
from tests.driver import opened
from tests.reported import (
    DAILY,
    NEWS,
    PUBLISHED_ON,
    allowed_numbers,
    choose,
    numbers,
    reported,
    save_line,
    start_line,
    text_of_pdf,
    tick,
    title_of,
    told,
    type_at,
)

UNKNOWN = {"en": "not disclosed", "zh_CN": "未披露"}


@pytest.fixture
def user(tmp_path, qapp):
    new_book(tmp_path).close()
    with opened(tmp_path / "book") as driver:
        yield driver


@pytest.fixture
def firm(user):
    """Return a verb that enters a firm of which only its name is known, and opens its credit."""

    def enter(key):
        name = reported(key)["name"]
        text = name["legal_zh"] or name["short_zh"] or name["short_en"]
        id = user.context.do(add_firm, text, nature="public_facts", label="Add").result.id
        user.context.open_client(id, "credit")
        user.wait(60)
        return id

    return enter


def rows(user, kind, **fields):
    return user.context.ask(lambda store: store.all(kind, **fields))


def printed(user, firm_id, tmp_path, language, *, group=False):
    """Return the words of the brief of a firm, or of its group, as its PDF says them."""
    store = user.context.workspace.store
    options = briefs.new_options(store, language)
    if group:
        paper = group_brief.print_group(group_brief.compile_group(store, firm_id), firm_id, options)
    else:
        paper = briefs.print_brief(briefs.compile_brief(store, firm_id), firm_id, options, "internal")
    return text_of_pdf(paper.pdf, tmp_path, f"{language}-{group}")


_COUNTED = re.compile(
    r"\+\d+ more|另有 \d+ 项|(?:近 ?|in )24(?:个月| months)|\b[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}\b"
)
"""How many more questions there are, the months in the name of a fact, and the code of the firm, made of its id."""


def strange_numbers(text, key, *counts):
    """Return the numbers on a paper that neither a report, nor the day of printing, nor a page can explain."""
    text = _COUNTED.sub("", text)
    frame = ("2026", "03", "3", "Mar", "4", "04", "05", "06", *range(8))
    return numbers(text) - allowed_numbers(reported(key), list(PUBLISHED_ON.values()), frame, counts)


def assert_honest(text, key, language, *counts):
    """Assert that a paper holds no strange number, says what is not known, and calls nothing our exposure."""
    assert strange_numbers(text, key, *counts) == set()
    assert UNKNOWN[language] in text
    assert not any(words in text.casefold() for words in ("our exposure", "exposure of ours", "我行敞口"))


def line_on_paper(text, bank):
    """Return the rows of the table of lines that name a bank."""
    return [row for row in text.splitlines() if bank in row]


def test_one_limit_of_45m_for_five_subsidiaries_without_a_split(user, firm, tmp_path):
    id = firm("star_airlines")
    user.context.open_client(id, "people")
    user.wait(60)
    user.click("Add group limit")
    user.fill("Limit", "45m")
    user.fill("Who may draw", "five subsidiaries")
    user.fill("Lender", "Bank of China, Hangzhou branch")
    user.fill("Security", "unsecured")
    user.fill("Purpose", "R&D, production")
    choose(user, "Source", "Public")
    user.fill("As of", PUBLISHED_ON[DAILY])
    user.fill("Where it is written", title_of(DAILY))
    user.press("Ctrl+Return")
    user.wait(60)
    assert user.sheet() is None
    (limit,) = rows(user, GroupLimit, firm_id=id)
    assert (limit.limit.minor, limit.split, limit.valid_from) == (4_500_000_000, "unknown", None)
    assert not rows(user, SubLimit)
    assert not rows(user, Facility)
    for language, amount in (("en", "45.0 – –"), ("zh_CN", "4,500 – –")):
        for group in (False, True):
            text = printed(user, id, tmp_path, language, group=group)
            assert amount in text  # nobody knows what is used of it, and what is left
            assert strange_numbers(text, "star_airlines", 1) == set()


def test_five_proposed_lines_of_another_bank_without_amounts(user, firm, tmp_path):
    id = firm("leapmotor")
    kinds = [fact["facility_type"] for fact in reported("leapmotor")["facts"] if fact["kind"] == "bank_plan"]
    for kind in kinds:
        start_line(user, id, kind, "Bank of Jiangsu", "Hangzhou branch")
        choose(user, "Status", "Proposed")
        save_line(user)
    lines = rows(user, Facility, firm_id=id)
    assert [line.facility_type for line in lines] == kinds
    for line in lines:
        assert (line.status, line.limit, line.security, line.use_of_proceeds) == ("proposed", None, (), ())
        assert (line.tenor_months, line.revolving, line.committed, line.proposed_on) == (None, False, False, None)
        assert (line.source, str(line.as_of), line.citation) == ("public", PUBLISHED_ON[DAILY], title_of(DAILY))
    total = user.context.ask(firm_credit, id)
    assert not total.counted
    assert not user.context.ask(firm_exposure, id).lines
    for language, status in (("en", "– proposed"), ("zh_CN", "– 拟议中")):
        text = printed(user, id, tmp_path, language)
        assert_honest(text, "leapmotor", language)
        found = line_on_paper(text, "Bank of Jiangsu")
        assert len(found) == len(kinds)
        assert all(f"{status} Bank of Jiangsu" in row for row in found)


def test_a_line_of_100m_with_a_first_tranche_of_40m_without_a_day(user, firm, tmp_path):
    id = firm("lingban")
    start_line(user, id, "tech_credit_loan", "Bank of Shanghai", "Hangzhou branch")
    tick(user, "security", "unsecured")
    tick(user, "use_of_proceeds", "payroll", "raw_materials")
    user.fill("Limit", "100m")
    choose(user, "Status", "Active")
    user.click("Add tranche")
    type_at(user, "tranches.0.amount", "40m")
    save_line(user)
    user.context.open_sheet("draw_down", firm_id=id)
    user.wait(60)
    user.fill("Amount", "40m")
    user.press("Ctrl+Return")
    user.wait(60)
    assert user.sheet() is None
    (line,), (draw,) = rows(user, Facility, firm_id=id), rows(user, Drawdown)
    assert (line.limit.minor, line.signed_on, line.maturity_on, line.tenor_months) == (10_000_000_000, None, None, None)
    assert (draw.amount.minor, draw.disbursed_on, draw.due_on, draw.first_check_on) == (4_000_000_000, None, None, None)
    assert (draw.source, draw.citation) == ("public", title_of(DAILY))
    assert {entry.value_on for entry in rows(user, LedgerEntry)} == {None}
    exposure = user.context.ask(firm_exposure, id)
    assert {one.why_not for one in exposure.lines} == {"other_lender"}
    free = (100 - 40, (100 - 40) * 100)  # in millions and in ten thousands; as a share of the limit also 60
    for language, row in (("en", "100.0 40.0 0.0 60.0"), ("zh_CN", "10,000 4,000 0 6,000")):
        text = printed(user, id, tmp_path, language)
        assert_honest(text, "lingban", language, *free)
        assert f"{row} – – –" in text  # neither direct nor indirect nor affiliated exposure
        assert f"{row} Bank of Shanghai –" in text


def test_a_loan_without_amount_secured_by_three_patents_without_number_and_value(user, firm, tmp_path):
    id = firm("desman")
    for _patent in range(3):
        user.context.open_sheet("fact", firm_id=id, fact_kind="ip_right")
        user.wait(60)
        choose(user, "Type of right", "Patent (type")
        choose(user, "Source", "Public")
        told(user)
        user.press("Ctrl+Return")
        user.wait(60)
        assert user.sheet() is None
    start_line(user, id, "ip_pledge_loan", "Export-Import Bank of China", "Zhejiang branch")
    tick(user, "security", "pledge_ip")
    choose(user, "Status", "Active")
    for place in range(3):
        user.click("Add collateral")
        user.sheet().form.control(f"charges.{place}.thing").setFocus()
        user.press(*["Down"] * (place + 1))
    save_line(user)
    (line,) = rows(user, Facility, firm_id=id)
    assert (line.limit, line.pricing, line.signed_on) == (None, None, None)
    rights = rows(user, IpRight, firm_id=id)
    assert [(one.ip_type, one.number, one.valuation, one.expires_on) for one in rights] == [
        ("unspecified_patent", "", None, None)
    ] * 3
    security = user.context.ask(line_security, line.id)
    assert (len(security.charges), security.valued, security.lendable, security.shortfall) == (3, None, None, None)
    for language in UNKNOWN:
        text = printed(user, id, tmp_path, language)
        assert_honest(text, "desman", language)
        assert "– – – – Export-Import Bank of China –" in text
        assert "0.0" not in text
        assert not any(words in text for words in ("not registered", "未登记"))


def test_a_limit_that_rose_from_5m_to_30m_with_reasons_and_years(user, firm, tmp_path):
    id = firm("kanglin")
    start_line(user, id, "talent_loan", "China Zheshang Bank", source=NEWS)
    tick(user, "use_of_proceeds", "rd")
    user.fill("Limit", "5m")
    user.fill("Limit since", "2019")
    choose(user, "Status", "Active")
    save_line(user)
    (line,) = rows(user, Facility, firm_id=id)
    for limit, year, reason in (("15m", "2023", "人才成长贷"), ("30m", "2024", "clinical results and social value")):
        user.context.open_sheet("facility", firm_id=id, facility_id=line.id)
        user.wait(60)
        user.fill("Limit", limit)
        user.fill("Why the limit changes", reason)
        user.fill("Limit since", year)
        save_line(user)
    steps = user.context.ask(line_story, [line.id]).steps
    assert [(str(step.on), step.limit.minor, step.reason) for step in steps] == [
        ("2019", 500_000_000, ""),
        ("2023", 1_500_000_000, "人才成长贷"),
        ("2024", 3_000_000_000, "clinical results and social value"),
    ]
    for language, row in (("en", "30.0 – – –"), ("zh_CN", "3,000 – – –")):
        text = printed(user, id, tmp_path, language)
        assert_honest(text, "kanglin", language)
        assert f"{row} China Zheshang Bank –" in text
        assert "clinical results and social value" in text


def test_the_check_of_numbers_finds_what_was_not_published():
    text = "Limit 100.0, drawn 40.0, free 60.0, matures 2027-05-11; 10,000 and 4,000"
    assert strange_numbers(text, "lingban") == {"60", "2027", "11"}


@pytest.mark.parametrize("field", ["as_of", "citation"])
def test_a_report_needs_its_day_and_its_place(field):
    said = {"as_of": PartialDate("2025-12"), "citation": "A paper", field: None if field == "as_of" else ""}
    draft = FacilityDraft(firm_id="f", source="public", status="proposed", **said)
    assert [one.field for one in check_facility(draft, date(2026, 3, 4)) if one.severity == "error"] == [field]


def test_our_own_line_still_needs_the_day_of_a_payout():
    draw = DrawDraft(amount=Money.of(1))
    for source, missing in (("bank_system", True), ("client_statement", False)):
        draft = FacilityDraft(
            firm_id="f", status="active", source=source, as_of=PartialDate("2025"), limit=Money.of(2), draws=(draw,)
        )
        found = {one.field for one in check_facility(draft, date(2026, 3, 4)) if one.severity == "error"}
        assert ("draws.0.disbursed_on" in found) is missing


def test_a_report_from_the_credit_registry_is_refused():
    draft = FacilityDraft(firm_id="f", source="credit_registry", as_of=PartialDate("2025"))
    assert "source" in {one.field for one in check_facility(draft, date(2026, 3, 4))}
