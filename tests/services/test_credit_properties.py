"""No order of edits makes two readings of the credit book disagree.

`RMAPP_CREDIT_RUNS` sets how many runs of edits are tried; the usual test does a few.
"""

import os
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rmapp.domain.facility import Drawdown, Facility, FxRate, LedgerEntry
from rmapp.domain.money import Money, convert_all, total
from rmapp.domain.ownership import GroupLimit
from rmapp.errors import InputError, RuleError
from rmapp.services.clients import cards
from rmapp.services.limits import explain, exposure, group_limits
from rmapp.services.lines import credit, ledger
from rmapp.services.lines.line_risk import Purse
from rmapp.services.lines.line_views import facility_view, facility_views
from rmapp.services.origination import facilities
from rmapp.storage.cards import rebuild
from tests.books import NOW, new_book
from tests.credit_group import add_line, add_worked_group, m

RUNS = int(os.environ.get("RMAPP_CREDIT_RUNS", "6"))
TODAY = NOW.date()
FIRM_NUMBERS = ("limit", "outstanding", "waiting", "free", "use", "exposure", "margin", "over", "shut", "unplaced")
LINE_NUMBERS = ("outstanding", "waiting", "free", "utilisation", "use", "exposure", "effective")
EDITS = (
    *("draw", "draw", "draw", "repay", "repay", "reverse", "limit", "undo", "undo", "redo"),
    *("status", "committed", "revolving", "margin", "reserve", "group_limit", "rate", "lender", "umbrella", "value"),
)

pytestmark = pytest.mark.timeout(max(120, RUNS * 20))


class Editor:
    """Makes edits of the worked group, some of them refused, as the verbs and sheets make them."""

    def __init__(self, book, random: Random):
        self.book, self.random = book, random
        self.worked = book.do(add_worked_group, label="Group", undoable=False).result
        fields = {"facility_type": "comprehensive_limit"}
        head = book.do(add_line, self.worked.firms["A"], 90, label="Umbrella", undoable=False, **fields).result
        self.lines = [*self.worked.lines.values(), head.id]

    def edit(self, kind: str) -> None:
        """Make one edit; a refusal leaves the book as it was."""
        with suppress(InputError, RuleError):
            getattr(self, kind)()

    def _view(self):
        return self.book.ask(facility_view, self.random.choice(self.lines))

    def _change(self, **fields):
        id = self.random.choice(self.lines)
        self.book.do(lambda store: store.change(Facility, id, **fields), label="Change")

    def _amount(self, most: Money | None) -> Money:
        whole = most.minor if most is not None else 10**9
        return Money(minor=self.random.randint(1, max(1, whole)), ccy=most.ccy if most is not None else "CNY")

    def draw(self):
        view = self._view()
        made = facilities.DrawInput(facility_id=view.facility.id, amount=self._amount(view.amounts.available), on=TODAY)
        self.book.do(facilities.record_draw, made, label="Draw")

    def repay(self):
        view = self._view()
        amount = self._amount(view.amounts.outstanding)
        self.book.do(facilities.record_repayment, view.facility.id, amount, TODAY, label="Repay")

    def reverse(self):
        view = self._view()
        if view.entries:
            entry = self.random.choice(view.entries)
            self.book.do(facilities.reverse_entry, entry.id, "slip", label="Reverse")

    def limit(self):
        line = self._view().facility
        limit = self.random.choice([None, Money(minor=self.random.randint(0, 10**10), ccy=line.ccy)])
        self.book.do(lambda store: store.change(Facility, line.id, limit=limit), label="Change")

    def status(self):
        self._change(status=self.random.choice(["active", "active", "suspended", "signed", "matured", "closed"]))

    def committed(self):
        self._change(committed=self.random.random() < 0.5)

    def revolving(self):
        self._change(revolving=self.random.random() < 0.5)

    def margin(self):
        self._change(margin_bp=self.random.choice([None, 0, 3333, 10000]))

    def reserve(self):
        view = self._view()
        amount = self._amount(view.amounts.available)
        fields = {"margin": amount.part(3333)} if self.random.random() < 0.5 else {}
        draw = Drawdown(facility_id=view.facility.id, sequence=9, amount=amount, status="reserved", **fields)
        self.book.do(lambda store: store.add(draw), label="Reserve")

    def group_limit(self):
        limit = m(self.random.randint(1, 300))
        self.book.do(group_limits.change_group_limit, self.worked.limit_id, limit=limit, label="Limit")

    def rate(self):
        on = date(2026, 3, self.random.randint(1, 9))
        rate = FxRate(base="USD", quote="CNY", on=on, rate=Decimal(self.random.randint(60000, 80000)) / 10000)
        self.book.do(lambda store: store.add(rate), label="Rate")

    def lender(self):
        self._change(lender=self.random.choice(["", "Test Bank", "Another Bank"]), source="bank_system")

    def umbrella(self):
        id = self.random.choice(self.lines[:-1])
        parent = self.random.choice([None, self.lines[-1]])
        self.book.do(lambda store: store.change(Facility, id, parent_id=parent), label="Parent")

    def value(self):
        view = self._view()
        entry = LedgerEntry(
            facility_id=view.facility.id, kind="revaluation", amount=self._amount(m(1, view.facility.ccy))
        )
        self.book.do(lambda store: store.add(entry), label="Value")

    def undo(self):
        self.book.undo()

    def redo(self):
        self.book.redo()


def adds_up(found) -> bool:
    """Work an explanation out from its steps alone."""
    amounts = [step.amount for step in found.steps if step.op != "x"]
    if found.result is None or any(step.op == "x" for step in found.steps) or None in amounts:
        return True
    value = Money.zero(found.result.ccy)
    for step in found.steps[:-1]:
        match step.op:
            case "" | "+":
                value += step.amount
            case "-":
                value -= step.amount
            case "min":
                value = min(value, step.amount)
            case "=":
                assert value == step.amount, found
    if any(step.op == "min" for step in found.steps):
        value = max(value, Money.zero(found.result.ccy))
    return value == found.result


def check_lines(book, lines):
    """Check that ledger, amounts, what is free and what their explanations say agree on each line."""
    for view in book.ask(lambda store: facility_views(store, [store.get(Facility, id) for id in lines])):
        amounts = view.amounts
        balances = [row.balance for row in ledger.ledger_rows(view) if row.balance is not None]
        revalued = any(entry.kind == "revaluation" for entry in view.entries)
        if view.facility.facility_type != "comprehensive_limit" and not revalued:
            assert amounts.outstanding == (balances[0] if balances else Money.zero(view.facility.ccy))
        if amounts.available is not None and amounts.undrawn is not None:
            assert Money.zero(amounts.undrawn.ccy) <= amounts.available <= amounts.undrawn
        effective = book.ask(exposure.effective_available, view.facility.id)
        if effective.amount is not None and amounts.available is not None:
            assert effective.amount <= amounts.available
        told = {what: book.ask(explain.explain_line, view.facility.id, what) for what in LINE_NUMBERS}
        assert all(map(adds_up, told.values()))
        shown = (amounts.outstanding, amounts.waiting, amounts.available, effective.amount)
        assert shown == tuple(told[what].result for what in ("outstanding", "waiting", "free", "effective"))


def check_firms(book, firms):
    """Check that totals, cards, exposure and what their explanations say agree on each firm and the group."""
    group = book.ask(exposure.group_exposure, firms["A"])
    for firm_id in firms.values():
        total_of = book.ask(credit.firm_credit, firm_id)
        (card,) = book.ask(cards.cards, [firm_id])
        assert (card.outstanding, card.limit) == (total_of.outstanding, total_of.limit)
        assert card.utilisation_bp == total_of.utilisation_bp
        own = book.ask(exposure.firm_exposure, firm_id)
        in_group = next(one for one in group.firms if one.firm_id == firm_id)
        assert (own.use, own.exposure) == (in_group.use, in_group.exposure)
        left = (total_of.waiting, total_of.free, total_of.unplaced)
        assert all(part is None or part.minor >= 0 for part in left)
        told = {what: book.ask(explain.explain_firm, firm_id, what) for what in FIRM_NUMBERS}
        assert all(map(adds_up, told.values()))
        shown = (total_of.limit, total_of.outstanding, total_of.waiting, total_of.free, own.use, own.exposure)
        shown += (total_of.margin, total_of.over, total_of.shut, total_of.unplaced)
        assert shown == tuple(told[what].result for what in FIRM_NUMBERS)
    for what, sums in (("use", group.use), ("exposure", group.exposure)):
        parts = [getattr(one, what) for one in group.firms]
        assert sums == (None if None in parts else total(parts))
        assert book.ask(explain.explain_group, firms["A"], what).result == sums


def check_limit(book, worked):
    """Check that the use of the group limit is the sum over its firms, and that its explanation says so."""
    (used,) = book.ask(exposure.limit_uses, {worked.firms["A"]})
    group = book.ask(exposure.group_exposure, worked.firms["B"])
    assert used.use == group.use
    told = book.ask(explain.explain_group_limit, worked.limit_id)
    assert adds_up(told)
    assert told.result == used.room
    if used.use is not None:
        assert used.use == total(part.use for part in used.sub_limits)
        assert used.limit.limit == used.use + used.room


# No shorter example of a failure is looked for: each takes a book of its own.
@settings(max_examples=RUNS, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**32), st.lists(st.sampled_from(EDITS), min_size=8, max_size=14))
def test_no_order_of_edits_makes_the_readings_of_the_book_disagree(seed, edits):
    with TemporaryDirectory() as folder:
        book = new_book(Path(folder))
        try:
            editor = Editor(book, Random(seed))
            for kind in edits:
                editor.edit(kind)
                check_firms(book, editor.worked.firms)
            check_lines(book, editor.lines)
            check_limit(book, editor.worked)
            kept = book.ask(cards.cards, list(editor.worked.firms.values()))
            book.do(rebuild, label="Rebuild")
            assert book.ask(cards.cards, list(editor.worked.firms.values())) == kept
        finally:
            book.close()


CURRENCIES = st.sampled_from(["CNY", "USD", "EUR", "JPY"])
MONEYS = st.lists(st.builds(Money, minor=st.integers(-(10**13), 10**13), ccy=CURRENCIES), max_size=8)
RATES = [
    FxRate(base="USD", quote="CNY", on=TODAY, rate=Decimal("7.0796")),
    FxRate(base="CNY", quote="EUR", on=date(2026, 2, 1), rate=Decimal("0.1213")),
    FxRate(base="JPY", quote="CNY", on=date(2026, 3, 1), rate=Decimal("0.0456")),
]


@given(MONEYS, st.randoms(use_true_random=False), CURRENCIES)
def test_no_converted_total_depends_on_the_order_of_its_parts(moneys, random, ccy):
    shuffled = random.sample(moneys, len(moneys))
    assert convert_all(moneys, ccy, TODAY, RATES) == convert_all(shuffled, ccy, TODAY, RATES)


def test_a_purse_sums_in_any_order(tmp_path):
    book = new_book(tmp_path)
    try:
        book.do(lambda store: store.add_many(RATES), label="Rates")
        moneys = [Money(minor=minor, ccy=ccy) for minor, ccy in ((5, "USD"), (7, "JPY"), (3, "EUR"), (1, "CNY"))]
        found = set()
        for _time in range(10):
            purse = book.ask(Purse)
            found.add((purse.sum(Random(_time).sample(moneys, 4)), purse.rate_on, purse.stale))
        assert len(found) == 1
        assert found.pop()[1:] == (date(2026, 2, 1), True)
    finally:
        book.close()


def test_a_limit_in_dollars_counts_lines_of_all_currencies(tmp_path):
    book = new_book(tmp_path)
    try:
        worked = book.do(add_worked_group, label="Group").result
        dollars = GroupLimit(firm_id=worked.firms["A"], limit=m(20, "USD"), split="shared")
        book.do(group_limits.add_group_limit, dollars, label="Limit")
        used = book.ask(exposure.limit_uses, {worked.firms["C"]})[1]
        # 40 + 14 + 45 + 4 million yuan at 7.0796, each line rounded once, and the million of C2.
        assert used.use == Money.of("15548844.57", "USD")
        assert used.use + used.room == m(20, "USD")
    finally:
        book.close()
