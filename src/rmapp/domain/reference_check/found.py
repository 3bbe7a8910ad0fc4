"""What a check of code lists finds, and the words it says it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from rmapp.domain.written_value import shown
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


class FileProblem(NamedTuple):
    """What is wrong with a file: its name without ending, the place in it, and a sentence with the value."""

    file: str
    place: str
    what: str

    def sentence(self) -> str:
        """Return file, place and sentence as one line."""
        if not self.place:
            return _("{file}.json: {what}").format(file=self.file, what=self.what)
        return _("{file}.json, {place}: {what}").format(file=self.file, place=self.place, what=self.what)


class Findings:
    """The contents of all files that belong together, and the problems found in them so far."""

    def __init__(self, contents: Mapping[str, Mapping[str, Any]]) -> None:
        self.contents = contents
        self.problems: list[FileProblem] = []

    def say(self, file: str, place: str, what: str) -> None:
        """Keep a problem."""
        self.problems.append(FileProblem(file, place, what))

    def entries(self, file: str, key: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the entries of a list, each with its place in words."""
        return [(place_of(key, at, entry), entry) for at, entry in enumerate(self.contents[file][key])]

    def codes(self, file: str, key: str) -> set[str]:
        """Return the codes of a list."""
        return {entry["code"] for entry in self.contents[file][key]}

    def enumeration(self, name: str) -> set[str]:
        """Return the codes of an enumeration; none where it does not exist."""
        found = self.contents["enums"]["enumerations"].get(name, {"values": ()})
        return {entry["code"] for entry in found["values"]}

    def known(self, file: str, place: str, codes: Iterable[object], among: Collection[str], where: str) -> None:
        """Keep a problem for each code that is not among those of another list, named by `where`."""
        for code in codes:
            if code not in among:
                sentence = _("{value} is not a code of {list}.")
                self.say(file, place, sentence.format(value=shown(code), list=where))

    def between(self, file: str, place: str, value: object, least: float, most: float, *, whole: bool = False) -> None:
        """Keep a problem for a number outside its range, and for a part of one where only a `whole` one will do."""
        is_number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        if not is_number or not least <= cast("float", value) <= most:
            number = _("{value} is not a number from {least} to {most}.")
            sentence = _("{value} is not a whole number from {least} to {most}.") if whole else number
            self.say(file, place, sentence.format(value=shown(value), least=least, most=most))


def place_of(key: str, at: int, entry: object) -> str:
    """Return the place of an entry: by its code where it has one that can be shown, else by its number from 1."""
    code = entry.get("code") if isinstance(entry, dict) else None
    return f"{key}.{code}" if isinstance(code, str) and code and code.isprintable() else f"{key}[{at + 1}]"
