"""Contact cards (vCard): read in versions 2.1, 3.0 and 4.0 for what belongs to work, written in 3.0 and 4.0."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from rmapp.domain.contact_card import ContactCard
from rmapp.errors import ImportRejected
from rmapp.exchange.card_lines import card_lines
from rmapp.exchange.exchange_text import text_of
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rmapp.exchange.card_lines import CardLine

Version = Literal["3.0", "4.0"]

MAX_CARDS = 5_000
_FOLD_BYTES = 75
_LONGEST = 200
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+")
_LEFT_OUT = {
    "BDAY": "birthday",
    "ANNIVERSARY": "birthday",
    "DEATHDATE": "birthday",
    "ADR": "address",
    "LABEL": "address",
    "GEO": "address",
    "PHOTO": "photo",
    "LOGO": "photo",
    "SOUND": "photo",
    "NOTE": "note",
    "RELATED": "family",
    "GENDER": "family",
    "IMPP": "chat",
    "NICKNAME": "nickname",
    "URL": "website",
    "KEY": "key",
}
_OF_THE_FILE = frozenset({"BEGIN", "END", "VERSION", "PRODID", "REV", "UID", "SOURCE", "KIND", "CATEGORIES", "CLASS"})
_TWO_CHARACTERS = frozenset({"欧阳", "司马", "诸葛", "上官", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐"})
_FAMILY = re.compile(r"SPOUSE|CHILD|PARENT|ANNIVERSARY|RELATED")


def read_cards(content: bytes) -> tuple[ContactCard, ...]:
    """Return the cards of a file. Raises ImportRejected where it is no file of cards or has too many.

    Only name, organisation, title, work phone and work e-mail are taken; each card names what else it had.
    """
    text = text_of(content)
    if "BEGIN:VCARD" not in text.upper():
        raise ImportRejected(_("This file holds no contact cards (.vcf). Nothing was imported."), None)
    if text.upper().count("BEGIN:VCARD") > MAX_CARDS:
        sentence = _("This file has more than {n} cards. Nothing was imported. Divide it first.")
        raise ImportRejected(sentence.format(n=MAX_CARDS), None)
    return tuple(_card(lines) for lines in _each(card_lines(text)))


def cards_bytes(cards: Iterable[ContactCard], version: Version) -> bytes:
    """Return people as a file of cards in UTF-8, with lines folded at 75 bytes."""
    return "".join(f"{_folded(line)}\r\n" for card in cards for line in _lines(card, version)).encode()


def _each(lines: Iterable[CardLine]) -> Iterator[list[CardLine]]:
    """Yield the lines of each card; a card inside another one (2.1's AGENT) is passed over."""
    found: list[CardLine] = []
    depth = 0
    for line in lines:
        if line.name == "BEGIN" and line.text.upper() == "VCARD":
            depth += 1
            found = [] if depth == 1 else found
        elif line.name == "END" and line.text.upper() == "VCARD":
            if depth == 1:
                yield found
            depth = max(depth - 1, 0)
        elif depth == 1:
            found.append(line)


def _card(lines: Sequence[CardLine]) -> ContactCard:
    name, latin = _names(lines)
    phone, phones_left = _at_work(lines, "TEL")
    mail, mails_left = _at_work(lines, "EMAIL")
    left = list(_other_parts(lines))
    left += ["private_phone"] if phones_left else []
    left += ["private_mail"] if mails_left else []
    return ContactCard(
        uid=_first(lines, "UID").removeprefix("urn:uuid:")[:_LONGEST],
        name=name,
        name_latin=latin,
        organisation=next((line.parts[0] for line in lines if line.name == "ORG"), "")[:_LONGEST],
        title=(_first(lines, "TITLE") or _first(lines, "ROLE"))[:_LONGEST],
        work_phone=phone.removeprefix("tel:")[:60],
        work_email=mail.removeprefix("mailto:")[:_LONGEST] if "@" in mail else "",
        left_out=tuple(dict.fromkeys(left)),
        trouble="" if name else _("The card names nobody"),
    )


def _names(lines: Sequence[CardLine]) -> tuple[str, str]:
    """Return the name and, beside a Chinese one, the name in Latin letters."""
    full = " ".join(_first(lines, "FN").split())
    parts = next((line.parts for line in lines if line.name == "N"), ())
    family, given = (*parts, "", "")[:2]
    if not full:
        full = f"{family}{given}" if _HAN.search(family + given) else f"{given} {family}".strip()
    chinese = "".join(_HAN.findall(full))
    latin = " ".join(_HAN.sub(" ", full).split()).strip("()（） ")
    if chinese and not latin and family and given and not _HAN.search(family + given):
        latin = f"{family} {given}"
    return (chinese[:_LONGEST], latin[:_LONGEST]) if chinese else (latin[:_LONGEST], "")


def _at_work(lines: Sequence[CardLine], name: str) -> tuple[str, bool]:
    """Return the number or address used at work, and whether others were there.

    What is marked `WORK` comes first, then what is marked neither as private nor as a mobile.
    """
    found = [line for line in lines if line.name == name and line.text and "FAX" not in line.kinds]
    at_work = [line for line in found if "WORK" in line.kinds]
    unmarked = [line for line in found if not line.kinds & {"WORK", "HOME", "CELL", "X-MOBILE", "IPHONE", "PAGER"}]
    chosen = next(iter((*at_work, *unmarked)), None)
    return ("" if chosen is None else chosen.text), any(line is not chosen for line in found)


def _other_parts(lines: Sequence[CardLine]) -> Iterator[str]:
    for line in lines:
        if not line.text or line.name in _OF_THE_FILE:
            continue
        if line.name in _LEFT_OUT:
            yield _LEFT_OUT[line.name]
        elif line.name.startswith("X-"):
            yield "family" if _FAMILY.search(line.name) else "others"


def _first(lines: Sequence[CardLine], name: str) -> str:
    return next((line.text for line in lines if line.name == name and line.text), "")


def _lines(card: ContactCard, version: Version) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield "PRODID:-//rmapp//people//EN"
    if card.uid:
        yield f"UID:{_escaped(f'urn:uuid:{card.uid}' if version == '4.0' else card.uid)}"
    full = f"{card.name} ({card.name_latin})" if card.name_latin else card.name
    yield f"FN:{_escaped(full)}"
    yield f"N:{';'.join((*map(_escaped, _split_name(card.name)), '', '', ''))}"
    if card.organisation:
        yield f"ORG:{_escaped(card.organisation)}"
    if card.title:
        yield f"TITLE:{_escaped(card.title)}"
    if card.work_phone:
        kind = 'TEL;VALUE=text;TYPE="work,voice"' if version == "4.0" else "TEL;TYPE=WORK,VOICE"
        yield f"{kind}:{_escaped(card.work_phone)}"
    if card.work_email:
        kind = "EMAIL;TYPE=work" if version == "4.0" else "EMAIL;TYPE=INTERNET,WORK"
        yield f"{kind}:{_escaped(card.work_email)}"
    yield "END:VCARD"


def _split_name(name: str) -> tuple[str, str]:
    """Return family and given name; a Chinese family name is the first character, of known pairs the first two."""
    if _HAN.fullmatch(name):
        size = 2 if name[:2] in _TWO_CHARACTERS and len(name) > 2 else 1
        return name[:size], name[size:]
    given, _blank, family = name.rpartition(" ")
    return family, given


_TWO_CHARACTERS = frozenset(
    {"欧阳", "司马", "诸葛", "上官", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方"}
)


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line folded so that no part has more than 75 bytes and no character is cut."""
    parts, part, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _FOLD_BYTES:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + width
    return "\r\n".join([*parts, part])
