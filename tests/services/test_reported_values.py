"""The checks of domain 6.3: what is known of the reported firms in the sample book, held against the products."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from rmapp.domain.claim import Claim
from rmapp.domain.clock import FixedClock
from rmapp.domain.condition import evaluate, judged
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.known import Known
from rmapp.domain.money import Money
from rmapp.domain.offers import products
from rmapp.domain.value_fields import field_label, field_type, format_known
from rmapp.i18n import speaking
from rmapp.services.firm_values import converter, firm_values, many_values
from rmapp.services.sample_book import sample


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    clock = FixedClock(datetime(2026, 11, 23, 6, 0, tzinfo=UTC))
    workspace = sample.create_sample_book(tmp_path_factory.mktemp("reported") / "book", clock=clock)
    yield workspace
    workspace.close()


def values(book, name):
    """Return what is known of a reported firm, with hard stops set to false as the checks say."""
    firm_id = book.store.all(FirmName, text=name)[0].firm_id
    return {**book.ask(firm_values, firm_id), "hard_stop": Known(value=False)}


def results(book, name, *codes):
    known, convert = values(book, name), book.ask(converter)
    return {code: evaluate(products()[code].eligibility, known, convert) for code in codes}


def missing(book, name, code):
    leaves = judged(products()[code].eligibility, values(book, name), book.ask(converter))
    return {one.leaf.field for one in leaves if one.truth is None}


def test_kanglin_p01_is_eligible_on_the_founders_doctorate(book):
    assert results(book, "Kanglin Biotec", "P01") == {"P01": True}
    assert values(book, "Kanglin Biotec")["founder_phd_or_senior"].value is True


def test_desman_p14_has_a_fit_of_100(book):
    known, convert = values(book, "Desman"), book.ask(converter)
    product = products()["P14"]
    assert evaluate(product.eligibility, known, convert) is True
    assert sum(one.points for one in product.preferred if evaluate(one.when, known, convert)) == 100


def test_leapmotor_p16_is_only_possible_because_the_supplier_count_is_not_reported(book):
    found = results(book, "Leapmotor", "P24", "P25", "P19", "P26", "P30", "P16")
    assert found == {"P24": True, "P25": True, "P19": True, "P26": True, "P30": True, "P16": None}
    assert missing(book, "Leapmotor", "P16") == {"supplier_count"}


def test_lingban_p12_is_only_possible_because_revenue_is_not_reported(book):
    found = results(book, "Lingban (Rokid)", "P26", "P24", "P25", "P12")
    assert found == {"P26": True, "P24": True, "P25": True, "P12": None}
    assert "revenue_ttm" in missing(book, "Lingban (Rokid)", "P12")


def test_many_firms_at_once_are_known_as_one_by_one(book):
    ids = [firm.id for firm in book.store.all(Firm)]
    together = book.ask(many_values, ids)
    assert {one: dict(together[one]) for one in ids} == {one: dict(book.ask(firm_values, one)) for one in ids}


def test_every_value_of_every_sample_firm_has_a_name_a_type_and_words_in_both_languages(book):
    for language in ("en", "zh_CN"):
        with speaking(language):
            for found in book.ask(many_values, [firm.id for firm in book.store.all(Firm)]).values():
                for code, known in found.items():
                    assert field_label(code) != code
                    assert "None" not in format_known(known, field_type(code), code)


KINDS = {"bool": bool, "int": int, "number": Decimal, "ratio": Decimal, "money": Money, "date": date, "enum": str}


def test_every_value_is_of_the_type_of_its_field(book):
    for found in book.ask(many_values, [firm.id for firm in book.store.all(Firm)]).values():
        for code, known in found.items():
            assert type(known.value) is KINDS.get(field_type(code), frozenset), code


def test_star_airlines_spends_a_range_and_is_present_abroad(book):
    known = values(book, "Star Airlines")
    assert known["rd_expense_ttm"].bound == "range"
    assert known["overseas_presence"].value is True
    assert known["patents_granted_total"].bound == "at_least"


def test_no_hard_stop_is_told_of_a_reported_firm(book):
    for firm in book.store.all(Firm, nature="public_facts"):
        assert "hard_stop" not in book.ask(firm_values, firm.id)
        assert not book.store.all(Claim, firm_id=firm.id, kind="hard_stop")


def test_chaosheng_has_what_its_products_ask_for(book):
    known = book.ask(firm_values, book.store.all(FirmName, text="Chaosheng Sensors")[0].firm_id)
    assert known["supplier_count"].value == 40
    assert known["hard_stop"].value is False
    assert known["trl"].value == 9
    assert known["founder_record"].value == "serial_success"
    found = results(book, "Chaosheng Sensors", "P16", "P25", "P05")
    assert found == {"P16": True, "P25": True, "P05": True}
