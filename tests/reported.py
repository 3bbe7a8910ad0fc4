"""The reported cases as a user types them: credit of named firms, with nothing but what was published."""

import json
import re
from decimal import Decimal

from rmapp import paths
from rmapp.domain import reference
from rmapp.ui.widgets.fields import Choice
from tests.test_story import text_of

DAILY, NEWS = "china_daily_20251215", "financial_news_20251223"
PUBLISHED_ON = {DAILY: "2025-12-15", NEWS: "2025-12-23"}
FACTS = json.loads((paths.resources() / "reference" / "demo_facts.json").read_text("utf-8"))

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def reported(key):
    """Return what was reported about a firm."""
    return next(firm for firm in FACTS["firms"] if firm["key"] == key)


def title_of(source):
    return FACTS["sources"][source]["title"]


def choose(user, name, text):
    """Choose an entry of a list by typing a part of its words."""
    lists = [each for each in user.visible() if each.accessibleName() == name and isinstance(each, Choice)]
    assert lists, f"no list {name!r}; there are {sorted(user.names())}"
    lists[-1].setFocus()
    user.wait()
    user.type(text)
    user.press("Return")
    user.wait()


def tick(user, name, *codes):
    """Tick entries of a field that takes several."""
    field = user.sheet().form.terms.control(name)
    field.set_codes(codes)
    field.changed.emit()
    user.wait()


def type_at(user, path, text):
    """Type into a field of the editor by its path, such as `tranches.0.amount`."""
    user.sheet().form.control(path).setFocus()
    user.wait()
    user.press("Ctrl+A")
    user.type(text)


def told(user, source=DAILY):
    """Fill in who said it, for which day, and where it stands."""
    user.fill("As of", PUBLISHED_ON[source])
    user.fill("Citation", title_of(source))


def start_line(user, firm_id, kind, lender, branch="", source=DAILY):
    """Open the editor for a reported line of another bank, the parts that fold open."""
    user.context.open_sheet("facility", firm_id=firm_id)
    user.wait(60)
    choose(user, "Facility", reference.text("facility_type", kind))
    user.fill("Lender", lender)
    user.fill("Branch", branch)
    user.click("Source, folded")
    choose(user, "Source", "Public")
    told(user, source)


def save_line(user):
    user.press("Ctrl+S")
    user.wait(60)
    said = [label.text() for label in user.labels()] if user.sheet() else []
    assert user.sheet() is None, said


def numbers(text):
    """Return the numbers of a text, each as its digits without separators and without zeros at the end."""
    return {_plain(found) for found in _NUMBER.findall(text)}


def allowed_numbers(record, *more):
    """Return the numbers that may stand on paper about a firm: what was published, and the days and counts of it."""
    found = set()
    waiting = [record, *(FACTS["sources"][one["source"]] for one in record["facts"]), *more]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict) and set(value) == {"minor", "ccy"}:
            found |= _amounts(Decimal(value["minor"]) / 100)
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list | tuple | set):
            waiting += value
        elif isinstance(value, int | str) and not isinstance(value, bool):
            found |= numbers(str(value))
    return found


def text_of_pdf(pdf, folder, name):
    path = folder / f"{name}.pdf"
    path.write_bytes(pdf)
    return text_of(path)


def _amounts(amount):
    """Return an amount as papers write it: in full, in millions, in ten thousands and in hundred millions."""
    units = (1, 10_000, 1_000_000, 100_000_000)
    return {_plain(f"{amount / unit:f}") for unit in units}


def _plain(text):
    digits = text.replace(",", "")
    if digits.count(".") == 1:
        digits = digits.rstrip("0").rstrip(".")
    return digits.lstrip("0") or "0"
