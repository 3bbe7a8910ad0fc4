"""What the sample brief says about credit in the house: Chaosheng Sensors and its group, all fictional."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rmapp.domain.brief_credit import (
    BarLine,
    BriefAlert,
    BriefCovenant,
    BriefCredit,
    BriefFee,
    BriefGroupLimit,
    BriefGuarantor,
    BriefLenders,
    BriefMaturity,
    BriefOtherLine,
    BriefPrice,
    BriefSecurity,
    BriefSignal,
    BriefStory,
    ExposureStrip,
    GridCell,
    GridRow,
    GroupGrid,
    SecurityBook,
    StoryPoint,
    StoryStep,
    StripRow,
    Wording,
)
from rmapp.domain.covenant import Covenant
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate


def millions(amount: str, ccy: str = "CNY") -> Money:
    """Return an amount given in millions."""
    return Money.of(amount, ccy) * 1_000_000


def day(text: str) -> PartialDate:
    """Return a partial date."""
    return PartialDate(text)


def sample_covenant(metric: str = "debt_ratio", operator: str = "<=", threshold: str = "60", **fields) -> Covenant:
    """Return a covenant of the sample's line, with the same id each time."""
    known = {"id": f"covenant-{metric}", "facility_id": "line", "metric": metric, "operator": operator}
    return Covenant.model_validate({**known, "threshold": Decimal(threshold), **fields})


def sample_credit(**changes: object) -> BriefCredit:
    """Return the sample with some fields replaced."""
    return _SAMPLE.model_copy(update=changes)


def overfull_credit() -> BriefCredit:
    """Return credit in which every list and every name is far too long."""
    endless = "and so on without an end " * 12
    book = _SAMPLE.security
    return BriefCredit(
        strip=_STRIP.model_copy(
            update={
                "group_limits": tuple(
                    one.model_copy(update={"borrowers": endless, "over_allocated": millions("123456.78")})
                    for one in _STRIP.group_limits * 4
                ),
                "firm": StripRow(**dict.fromkeys(StripRow.model_fields, millions("98765.43"))),
                "bar": _STRIP.bar * 9,
            }
        ),
        grid=overfull_grid(),
        covenants=tuple(
            row.model_copy(update={"covenant": sample_covenant("other", name=endless)}) for row in _SAMPLE.covenants * 4
        ),
        security=SecurityBook(
            things=tuple(one.model_copy(update={"what": endless}) for one in book.things * 4),
            guarantors=tuple(one.model_copy(update={"name": Wording(en=endless)}) for one in book.guarantors * 4),
            stated=("guarantee_corporate", "mortgage_land", "pledge_receivables", "pledge_equity", "margin"),
            valued=millions("98765.43"),
            lendable=millions("98765.43"),
        ),
        alerts=tuple(
            one.model_copy(update={"kind": "registration_ends", "covenant": None, "thing": endless})
            for one in _SAMPLE.alerts * 5
        ),
        story=BriefStory(
            steps=tuple(
                step.model_copy(update={"on": day(f"{2000 + at}"), "reason": endless})
                for at, step in enumerate(_SAMPLE.story.steps * 5)
            ),
            limits=_SAMPLE.story.limits,
            balance=_SAMPLE.story.balance,
        ),
        prices=_SAMPLE.prices * 9,
        warnings=tuple(one.model_copy(update={"evidence": endless}) for one in _SAMPLE.warnings * 5),
        lenders=_SAMPLE.lenders.model_copy(
            update={
                "lines": tuple(
                    one.model_copy(update={"lender": endless, "price_note": endless})
                    for one in _SAMPLE.lenders.lines * 6
                )
            }
        ),
    )


def overfull_grid() -> GroupGrid:
    """Return a grid with too many firms and types, long names and large figures."""
    long = Wording(
        en="Extraordinarily Long Holding Company of Intelligent Sensing Systems " * 5,
        zh="潮声智能传感系统国际控股集团" * 20,
    )
    huge = GridCell(limit=millions("98765.43"), drawn=millions("87654.32"))
    row = GridRow(firm=long, owned_bp=10_000, cells=(huge,) * 12, total=huge)
    return GroupGrid(types=tuple(f"type_{at}" for at in range(12)), rows=(row,) * 30, totals=row)


_STRIP = ExposureStrip(
    firm=StripRow(
        limit=millions("130"),
        drawn=millions("58"),
        waiting=millions("66.3"),
        free=millions("5.7"),
        direct=millions("58"),
        indirect=millions("12"),
        affiliated=millions("40"),
    ),
    group=StripRow(
        limit=millions("230"),
        drawn=millions("98"),
        waiting=millions("66.3"),
        free=millions("65.7"),
        direct=millions("98"),
        indirect=millions("0"),
        affiliated=None,
    ),
    group_limits=(
        BriefGroupLimit(
            lender="Test Bank",
            limit=millions("250"),
            use=millions("104"),
            room=millions("146"),
            split="shared",
            over_allocated=millions("30"),
            valid_to=date(2026, 12, 31),
        ),
    ),
    next_maturity=BriefMaturity(on=date(2026, 6, 30), facility_type="ip_pledge_loan", amount=millions("18")),
    bar=(
        BarLine(
            limit=millions("100"),
            used=millions("40"),
            waiting=millions("60"),
            free=millions("0"),
            tranches=(millions("40"), millions("60")),
        ),
        BarLine(limit=millions("30"), used=millions("18"), waiting=millions("6.3"), free=millions("5.7")),
    ),
)

_FIRMS = (
    ("Chaosheng Sensors", "潮声传感", None, "58", "130"),
    ("Chaosheng Microsystems", "潮声微系统", 10_000, "16", "30"),
    ("Chaosheng Manufacturing", "潮声制造", 10_000, "14", "25"),
    ("Tingchao Hearing", "听潮医疗", 7_200, "6", "15"),
    ("Chaosheng Auto", "潮声车载", 8_500, "4", "20"),
    ("Chaosheng Trading", "潮声国际", 7_200, "0", "10"),
)


def _cell(drawn: str, limit: str) -> GridCell:
    return GridCell(drawn=millions(drawn), limit=millions(limit))


def sample_grid(**changes: object) -> GroupGrid:
    """Return the grid of the sample's group with some fields replaced."""
    rows = tuple(
        GridRow(
            firm=Wording(en=en, zh=zh),
            owned_bp=share,
            is_subject=share is None,
            cells=(_cell("40", "100"), None, _cell("18", "30")) if share is None else (None, _cell(drawn, limit), None),
            total=_cell(drawn, limit),
        )
        for en, zh, share, drawn, limit in _FIRMS
    )
    totals = GridRow(cells=(_cell("40", "100"), _cell("40", "100"), _cell("18", "30")), total=_cell("98", "230"))
    types = ("tech_credit_loan", "working_capital_loan", "ip_pledge_loan")
    return GroupGrid(types=types, rows=rows, totals=totals).model_copy(update=changes)


_SAMPLE = BriefCredit(
    strip=_STRIP,
    grid=sample_grid(),
    covenants=(
        BriefCovenant(
            covenant=sample_covenant("rd_intensity", ">=", "12"),
            state="passed",
            value=Decimal("14.6"),
            headroom_bp=2167,
            tested_on=date(2025, 9, 30),
            next_test_on=date(2025, 12, 31),
        ),
        BriefCovenant(
            covenant=sample_covenant(),
            state="close",
            value=Decimal("56.8"),
            headroom_bp=533,
            tested_on=date(2025, 9, 30),
            next_test_on=date(2025, 12, 31),
            next_due_on=date(2026, 4, 30),
        ),
        BriefCovenant(
            covenant=sample_covenant("runway_months", ">=", "6"),
            state="failed",
            value=Decimal("5.1"),
            headroom_bp=-1500,
            tested_on=date(2025, 9, 30),
            next_test_on=date(2025, 12, 31),
        ),
        BriefCovenant(
            covenant=sample_covenant("other", type="reporting", name="Audited statements"),
            state="late",
            next_test_on=date(2025, 12, 31),
            next_due_on=date(2026, 4, 30),
        ),
    ),
    security=SecurityBook(
        things=(
            BriefSecurity(
                type="pledge_ip",
                what="MEMS microphone array, beam forming",
                years_left=156,
                outlives=True,
                value=millions("21"),
                valued_on=date(2025, 5, 17),
                lendable_bp=6500,
                in_force=True,
                registered_to=date(2026, 6, 30),
            ),
            BriefSecurity(
                type="pledge_ip",
                what="Wafer-level package, cavity seal",
                years_left=4,
                outlives=False,
                value=millions("9.7"),
                valued_on=date(2024, 10, 17),
                is_current=False,
                lendable_bp=6500,
                in_force=False,
            ),
            BriefSecurity(type="pledge_receivables", in_force=True),
        ),
        guarantors=(
            BriefGuarantor(
                type="guarantee_corporate",
                name=Wording(en="Tingchao Hearing", zh="听潮医疗"),
                amount=millions("12"),
                valid_to=date(2026, 6, 30),
            ),
        ),
        stated=("guarantee_personal",),
        valued=millions("30.7"),
        lendable=millions("19.9"),
    ),
    alerts=(
        BriefAlert(
            kind="covenant_test", covenant=sample_covenant("rd_intensity", ">=", "12"), on=date(2025, 12, 10), days=-7
        ),
        BriefAlert(
            kind="draw_due",
            facility_type="ip_pledge_loan",
            on=date(2025, 12, 22),
            days=5,
            amount=millions("18"),
        ),
        BriefAlert(
            kind="registration_ends",
            facility_type="ip_pledge_loan",
            thing="Wafer-level package, cavity seal",
            on=date(2026, 2, 27),
            days=72,
        ),
    ),
    story=BriefStory(
        steps=(
            StoryStep(on=day("2019"), limit=millions("10"), reason="First line, product launch"),
            StoryStep(on=day("2022-05"), limit=millions("30"), reason="Patents pledged"),
            StoryStep(on=day("2024-11-04"), limit=millions("130"), reason="Second SMT line"),
        ),
        limits=(
            StoryPoint(on=date(2019, 1, 1), amount=millions("10")),
            StoryPoint(on=date(2022, 5, 1), amount=millions("30")),
            StoryPoint(on=date(2024, 11, 4), amount=millions("130")),
        ),
        balance=(
            StoryPoint(on=date(2020, 3, 1), amount=millions("8")),
            StoryPoint(on=date(2022, 6, 1), amount=millions("24")),
            StoryPoint(on=date(2025, 6, 5), amount=millions("58")),
            StoryPoint(on=date(2025, 12, 17), amount=millions("58")),
        ),
    ),
    prices=(
        BriefPrice(
            facility_type="working_capital_loan",
            fees=(BriefFee(kind="arrangement", rate_bp=20, when="at signing"),),
            interest=millions("0.34"),
            interest_from=date(2025, 9, 21),
            interest_to=date(2025, 12, 21),
        ),
    ),
    warnings=(
        BriefSignal(
            code="covenant_breach",
            severity="red",
            raised_on=date(2025, 11, 2),
            evidence="Cash runway 5.1 months on 30 September 2025, at least 6 agreed",
        ),
        BriefSignal(code="ip_problem", severity="amber", raised_on=date(2025, 10, 9)),
    ),
    lenders=BriefLenders(
        lines=(
            BriefOtherLine(
                lender="A joint-stock bank",
                facility_type="working_capital_loan",
                limit=millions("50"),
                outstanding=millions("20"),
                as_of=day("2025-11"),
            ),
            BriefOtherLine(lender="A city bank", as_of=day("2025-06")),
        ),
        known_limit=millions("50"),
        known_outstanding=millions("20"),
        oldest_as_of=day("2025-06"),
        share_of_wallet_bp=7436,
    ),
)
