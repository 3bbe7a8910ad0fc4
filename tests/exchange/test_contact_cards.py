"""Contact cards of phones and other programs read, and written for them."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
import vobject

from rmapp.domain.contact_card import ContactCard
from rmapp.errors import ImportRejected
from rmapp.exchange.contact_cards import MAX_CARDS, cards_bytes, read_cards

FILES = Path(__file__).parents[1] / "data" / "cards"
MUTATIONS = int(os.environ.get("RMAPP_MUTATIONS") or "150")


def card(*lines):
    (found,) = read_cards("\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""]).encode())
    return found


def test_a_card_of_a_phone_in_quoted_printable_is_read():
    chen, wu = read_cards((FILES / "phone-2.1.vcf").read_bytes())
    assert (chen.name, chen.title, chen.organisation) == ("陈实", "首席执行官", "杭州灵伴科技有限公司")
    assert (chen.work_phone, chen.work_email) == ("+86 571 8888 0001", "chen@lingban.cn")
    assert set(chen.left_out) == {"address", "birthday", "photo", "note", "private_phone"}
    assert (wu.name, wu.work_phone, wu.left_out) == ("吴昊", "", ("private_phone",))


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_card_of_another_program_is_read(version):
    (wu,) = read_cards((FILES / f"khard-{version}.vcf").read_bytes())
    assert (wu.name, wu.organisation, wu.title) == ("吴昊", "杭州灵伴科技有限公司", "首席技术官, 研发")
    assert (wu.work_phone, wu.work_email) == ("+86 571 8888 0002", "wu@lingban.cn")
    assert set(wu.left_out) == {"address", "birthday", "nickname", "note", "private_phone", "private_mail"}


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_what_is_written_is_read_back_the_same(version):
    people = (
        ContactCard(
            "u1", "陈实", "Chen Shi", '杭州灵伴; "分, 部"', "职务" * 60, "+86 571 8888 0001", "chen@lingban.cn"
        ),
        ContactCard("u2", "Anna Berg", "", "Lingban\\Berlin", "CFO"),
        ContactCard("u3", "欧阳明"),
    )
    content = cards_bytes(people, version)
    assert read_cards(content) == people
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_an_independent_library_reads_our_cards():
    content = cards_bytes([ContactCard("u1", "欧阳明", "", "杭州灵伴; 分部", "职务" * 60, "+86 571 1")], "3.0")
    (read,) = vobject.readComponents(content.decode())
    assert (read.fn.value, read.n.value.family, read.n.value.given) == ("欧阳明", "欧阳", "明")
    assert (read.org.value, read.title.value, read.tel.value) == (["杭州灵伴; 分部"], "职务" * 60, "+86 571 1")


@pytest.mark.parametrize(
    ("lines", "name", "latin"),
    [
        (("FN:陈实 Chen Shi",), "陈实", "Chen Shi"),
        (("FN:Chen Shi (陈实)",), "陈实", "Chen Shi"),
        (("N:Berg;Anna;;;",), "Anna Berg", ""),
        (("N:陈;实;;;",), "陈实", ""),
        (("FN:陈实", "N:Chen;Shi;;;"), "陈实", "Chen Shi"),
    ],
)
def test_names_are_told_apart_by_their_script(lines, name, latin):
    found = card("VERSION:3.0", *lines)
    assert (found.name, found.name_latin) == (name, latin)


def test_a_phone_is_of_work_when_it_says_so_or_says_nothing():
    assert card("FN:A", "TEL;TYPE=cell:1", "TEL;TYPE=WORK,VOICE:2", "TEL:3").work_phone == "2"
    assert card("FN:A", "TEL;HOME:1", "TEL:3").work_phone == "3"
    mobile = card("FN:A", "TEL;TYPE=CELL:13900000000")
    assert (mobile.work_phone, mobile.left_out) == ("", ("private_phone",))
    assert card("FN:A", "item1.TEL;type=pref:5").work_phone == "5"
    assert card("FN:A", "TEL;TYPE=FAX,WORK:1").work_phone == ""


def test_a_card_without_a_name_says_so():
    assert card("TEL:1").trouble


def test_a_card_inside_a_card_is_passed_over():
    found = card("FN:Boss", "AGENT:", "BEGIN:VCARD", "FN:Assistant", "END:VCARD", "TITLE:CEO")
    assert (found.name, found.title) == ("Boss", "CEO")


@pytest.mark.parametrize("content", [b"", b"\x00", b"hello", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_what_holds_no_cards_is_refused(content):
    with pytest.raises(ImportRejected) as refused:
        read_cards(content)
    assert refused.value.message


def test_too_many_cards_are_refused():
    with pytest.raises(ImportRejected):
        read_cards(b"BEGIN:VCARD\r\nFN:A\r\nEND:VCARD\r\n" * (MAX_CARDS + 1))


def test_broken_files_are_read_or_refused_and_nothing_else():
    """Reliability 1.2, I1 and I3: only our own error escapes, whatever stands in a file."""
    whole = b"".join(path.read_bytes() for path in sorted(FILES.glob("*.vcf")))
    chance = random.Random(4)
    for _round in range(MUTATIONS * 3):
        content = bytearray(whole)
        for _hit in range(chance.randint(1, 12)):
            at = chance.randrange(len(content))
            match chance.randrange(4):
                case 0:
                    content[at] = chance.choice([32, 34, 44, 47, 58, 59, 61, 92, 65, 122, 48, 200])
                case 1:
                    del content[at : at + chance.randint(1, 80)]
                case 2:
                    content[at:at] = content[at : at + chance.randint(1, 200)]
                case _:
                    content[at:at] = chance.choice([b"\r\n", b":", b";", b"=", b"CHARSET=rot13;", b"BEGIN:VCARD\r\n"])
        try:
            found = read_cards(bytes(content))
        except ImportRejected:
            continue
        assert all(sign < "\ud800" or sign > "\udfff" for one in found for text in one[:7] for sign in text)
