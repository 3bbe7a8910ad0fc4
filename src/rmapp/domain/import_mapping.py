"""Which column of a table means which field: guessed from titles and contents, edited, kept as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError, field_validator

from rmapp.domain import reference
from rmapp.domain.entity import Value
from rmapp.domain.identifiers import check_lei, check_uscc
from rmapp.domain.import_field_lists import ImportField
from rmapp.domain.import_fields import ImportKind, fields, titles
from rmapp.domain.import_sheet import Cell, Sheet
from rmapp.domain.import_titles import (
    UNITS,
    currency_of_title,
    normalise_title,
    plain_title,
    similarity,
    unit_of_preface,
    unit_of_title,
)
from rmapp.domain.money_text import read_amount
from rmapp.errors import InputError
from rmapp.i18n import _, listed

DateOrder = Literal["dmy", "mdy"]
How = Literal["title", "contents", "similar"]
SAMPLE = 200
_ENOUGH = 0.6
_ALIKE = 0.78
_SLASHED = re.compile(r"\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](?:\d{4}|\d{2})\b.*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class ColumnUse(Value):
    """What a column means: a field, the unit and currency of bare amounts, the order of d/m/y dates."""

    field: str
    unit: str | None = None
    ccy: str | None = None
    dates: DateOrder | None = None

    @field_validator("unit")
    @classmethod
    def _check_unit(cls, unit: str | None) -> str | None:
        if unit is None or unit in UNITS:
            return unit
        found = unit_of_title(unit)
        if found is None:
            raise ValueError(unit)
        return found


class ColumnMap(Value):
    """The kind of a table and the use of its columns by title; a column that is left out is not read."""

    kind: ImportKind
    columns: dict[str, ColumnUse]

    @field_validator("columns", mode="before")
    @classmethod
    def _accept_bare_fields(cls, columns: object) -> object:
        if not isinstance(columns, dict):
            return columns
        return {
            plain_title(str(title)): {"field": use} if isinstance(use, str) else use for title, use in columns.items()
        }

    def with_use(self, column: str, use: ColumnUse | None) -> ColumnMap:
        """Return the map with another use of one column; a field moves from the column that had it."""
        kept = {
            title: old
            for title, old in self.columns.items()
            if title != column and (use is None or old.field != use.field)
        }
        return ColumnMap(kind=self.kind, columns=kept if use is None else {**kept, column: use})

    def to_json(self) -> str:
        """Return the map as JSON, to be kept for the next file of the same shape."""
        return self.model_dump_json(exclude_none=True, indent=2)

    @classmethod
    def from_json(cls, text: str, kind: ImportKind) -> ColumnMap:
        """Return the map in a JSON text: `{"columns": {"企业名称": "name", …}}`. Errors: InputError."""
        try:
            found = cls.model_validate({"kind": kind, **_object(text)})
        except ValidationError as error:
            place = " › ".join(str(part) for part in error.errors()[0]["loc"])
            reason = _("the entry {place} is not understood").format(place=place) if place else ""
            raise _bad_map(reason or _("its shape is not right")) from error
        if found.kind != kind:
            raise _bad_map(_("it belongs to another kind of table"))
        unknown = sorted({use.field for use in found.columns.values()} - set(fields(kind)))
        if unknown:
            reason = _("there is no field {names}; the fields are {known}")
            raise _bad_map(reason.format(names=listed(unknown), known=listed(fields(kind))))
        return found


def _object(text: str) -> dict[str, object]:
    content: dict[str, object] = TypeAdapter(dict[str, object]).validate_json(text)
    return content


def _bad_map(reason: str) -> InputError:
    sentence = _("The column file cannot be used: {reason}. Nothing was imported.").format(reason=reason)
    return InputError({"map": sentence})


class Guess(NamedTuple):
    """What a column probably means; `score` goes from 0 to 100 and `use` is None where nothing fits."""

    column: str
    use: ColumnUse | None
    score: int
    how: How | None


class Ambiguity(NamedTuple):
    """A question that only the user can answer before the rows can be read; choices are (value, label)."""

    column: str
    about: Literal["unit", "dates"]
    question: str
    choices: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]


def _sample(sheet: Sheet, column: str) -> list[Cell]:
    cells: list[Cell] = [cell for cell in sheet.column(column) if cell is not None]
    return cells[:SAMPLE]


def _share(cells: list[Cell], fits: Callable[[str], object]) -> float:
    return sum(bool(fits(str(cell))) for cell in cells) / len(cells) if cells else 0.0


def _content_scores(cells: list[Cell], known: dict[str, ImportField]) -> dict[str, float]:
    """Return how well the contents of a column fit the fields that can be told by contents."""
    scores: dict[str, float] = {}
    for field in known.values():
        if field.kind == "uscc":
            share = _share(cells, lambda text: check_uscc(text).problem is None)
        elif field.kind == "lei":
            share = _share(cells, lambda text: check_lei(text).problem is None)
        elif field.code == "work_email":
            share = _share(cells, _EMAIL.fullmatch)
        elif field.kind == "code" and field.codes in ("stage", "facility_type", "industry_gb"):
            labels = _label_texts(field.codes)
            share = sum(str(cell).casefold() in labels for cell in cells) / max(len(cells), 1)
        else:
            continue
        if share >= _ENOUGH:
            scores[field.code] = share
    return scores


def _label_texts(codes: str) -> frozenset[str]:
    found = reference.labels(codes).values()
    return frozenset(text.casefold() for label in found for text in (label.en, label.zh))


def _title_score(title: str, field_titles: dict[str, str]) -> dict[str, float]:
    plain = normalise_title(title)
    if plain in field_titles:
        return {field_titles[plain]: 1.0}
    scores: dict[str, float] = {}
    for known, code in field_titles.items():
        inside = len(known) >= 2 and (plain.startswith(known) or plain.endswith(known))
        alike = max(similarity(plain, known), 0.5 + 0.4 * len(known) / len(plain) if inside and plain else 0.0)
        scores[code] = max(scores.get(code, 0.0), alike)
    return {code: score * 0.9 for code, score in scores.items() if score >= _ALIKE * 0.9}


def _use(sheet: Sheet, column: str, field: ImportField) -> ColumnUse:
    if field.kind == "money":
        unit = unit_of_title(column) or unit_of_preface(sheet.preface)
        return ColumnUse(field=field.code, unit=unit, ccy=currency_of_title(column))
    if field.kind in ("day", "partial", "moment"):
        return ColumnUse(field=field.code, dates=_date_order(_sample(sheet, column)))
    return ColumnUse(field=field.code)


def guess_columns(sheet: Sheet, kind: ImportKind) -> tuple[Guess, ...]:
    """Return for each column what it probably means; each field is given to the column that fits best."""
    known = dict(fields(kind))
    field_titles = dict(titles(kind))
    rated: list[tuple[float, int, str, str, How]] = []
    for at, column in enumerate(sheet.columns):
        by_title = _title_score(column, field_titles)
        by_content = _content_scores(_sample(sheet, column), known)
        for code in by_title.keys() | by_content.keys():
            how: How = "title" if by_title.get(code) == 1.0 else "contents" if code in by_content else "similar"
            rated.append((max(by_title.get(code, 0.0), 0.95 * by_content.get(code, 0.0)), -at, column, code, how))
    taken: dict[str, tuple[str, float, How]] = {}
    used: set[str] = set()
    for score, _at, column, code, how in sorted(rated, reverse=True):
        if column not in taken and code not in used:
            taken[column] = (code, score, how)
            used.add(code)
    return tuple(_as_guess(sheet, column, known, taken.get(column)) for column in sheet.columns)


def _as_guess(sheet: Sheet, column: str, known: dict[str, ImportField], found: tuple[str, float, How] | None) -> Guess:
    if found is None:
        return Guess(column, None, 0, None)
    code, score, how = found
    return Guess(column, _use(sheet, column, known[code]), round(score * 100), how)


def guess_map(sheet: Sheet, kind: ImportKind) -> ColumnMap:
    """Return the map of all good guesses."""
    found = guess_columns(sheet, kind)
    return ColumnMap(kind=kind, columns={guess.column: guess.use for guess in found if guess.use is not None})


def _date_order(cells: list[Cell]) -> DateOrder | None:
    pairs = [
        (int(found[1]), int(found[2])) for cell in cells if isinstance(cell, str) if (found := _SLASHED.fullmatch(cell))
    ]
    day_first = any(first > 12 for first, _second in pairs)
    month_first = any(second > 12 for _first, second in pairs)
    if day_first == month_first:
        return None
    return "dmy" if day_first else "mdy"


def _bare_amounts(cells: list[Cell]) -> list[str]:
    """Return the amounts that do not say their own unit."""
    bare = []
    for cell in cells:
        if isinstance(cell, bool):
            continue
        if not isinstance(cell, str):
            bare.append(str(cell))
            continue
        try:
            _amount, _ccy, says_unit = read_amount(cell)
        except InputError:
            continue
        if not says_unit:
            bare.append(cell)
    return [text for text in bare if text.strip("0.,-") != ""]


def unit_choices() -> tuple[tuple[str, str], ...]:
    """Return the units of money columns as (code, label)."""
    return (
        ("1", _("yuan (units)")),
        ("k", _("thousand")),
        ("wan", _("10,000 (万)")),
        ("m", _("million")),
        ("yi", _("100 million (亿)")),
        ("bn", _("billion")),
    )


def ambiguities(sheet: Sheet, mapping: ColumnMap) -> tuple[Ambiguity, ...]:
    """Return what has to be asked: units of bare amounts, and dates where day and month may be swapped."""
    known = fields(mapping.kind)
    found: list[Ambiguity] = []
    for column, use in mapping.columns.items():
        if column not in sheet.columns or use.field not in known:
            continue
        kind, cells = known[use.field].kind, _sample(sheet, column)
        if kind == "money" and use.unit is None and (bare := _bare_amounts(cells)):
            question = _("In which unit are the amounts of “{column}”?").format(column=column)
            found.append(Ambiguity(column, "unit", question, unit_choices(), tuple(bare[:3])))
        if kind in ("day", "partial", "moment") and use.dates is None:
            slashed = [cell for cell in cells if isinstance(cell, str) and _SLASHED.fullmatch(cell)]
            if slashed:
                question = _("Does “{column}” write the day or the month first?").format(column=column)
                orders = (("dmy", _("Day first: 31/12/2025")), ("mdy", _("Month first: 12/31/2025")))
                found.append(Ambiguity(column, "dates", question, orders, tuple(slashed[:3])))
    return tuple(found)
