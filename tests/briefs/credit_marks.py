"""A mark in each field that tells of credit in the house, to be searched for in the client's copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

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
    BriefSubLimit,
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
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from tests.credit_samples import sample_covenant

FAR = date(2031, 7, 8)
CREDIT_MARKS = {
    "strip limit": "611.1",
    "strip drawn": "612.1",
    "strip waiting": "613.1",
    "strip free": "614.1",
    "direct": "615.1",
    "indirect": "616.1",
    "affiliated": "617.1",
    "group drawn": "622.1",
    "group limit in full": "631.1",
    "use of the group limit": "632.1",
    "room in it": "633.1",
    "over-allocated": "634.1",
    "drawn without margin": "618.1",
    "firm of the group": "XGRIDFIRMX",
    "share held": "43%",
    "its lines of a type": "711.1 of 701.1",
    "all its lines": "712.1 of 702.1",
    "all lines of the group": "713.1 of 703.1",
    "next maturity": "CNY 641.1 million",
    "covenant": "XCOVENANTX",
    "value of it": "66.61",
    "headroom": "33.3%",
    "state": "Close",
    "thing": "XTHINGX",
    "value of the thing": "651.1",
    "life left": "17.7 years, outlives the line",
    "guarantor": "XGUARANTORX",
    "guaranteed": "661.1",
    "valued": "value 671.1",
    "short by": "short by 673.1",
    "alert": "XALERTX",
    "covenant of an alert": "XPROOFX",
    "step of the story": "681.1",
    "reason": "XREASONX",
    "fee": "CNY 691.1 million",
    "when": "XWHENX",
    "interest": "CNY 692.1 million",
    "evidence": "XEVIDENCEX",
    "other lender": "XLENDERX",
    "known limit": "CNY 696.1 million",
    "known debt": "CNY 697.1 million",
    "share of wallet": "33%",
}
"""What the internal copy says of each mark, in English."""


def money(text: str) -> Money:
    """Return an amount given in millions."""
    return Money.of(text) * 1_000_000


CREDIT_MINORS = tuple(money(f"{at}.1").minor for at in (*range(611, 699), *range(701, 714)))


def marked_credit() -> BriefCredit:
    """Return credit with a mark in every field."""
    row = [money(f"61{at}.1") for at in range(1, 9)]
    group = [money(f"62{at}.1") for at in range(1, 9)]
    cells = [GridCell(limit=money(f"70{at}.1"), drawn=money(f"71{at}.1")) for at in range(1, 4)]
    firm = GridRow(firm=Wording(en="XGRIDFIRMX", zh="XGRIDFIRMZHX"), owned_bp=4321, is_subject=True,
                   cells=(cells[0],), total=cells[1])  # fmt: skip
    coming = BriefMaturity(
        on=FAR, facility_type="rd_loan", amount=money("641.1"), firm=Wording(en="XFIRMX", zh="XFIRMZHX")
    )
    part = BriefSubLimit(
        firm=Wording(en="XPARTX", zh="XPARTZHX"),
        family="loan",
        limit=money("635.1"),
        use=money("636.1"),
        room=money("637.1"),
    )
    return BriefCredit(
        strip=ExposureStrip(
            firm=StripRow(**dict(zip(StripRow.model_fields, row, strict=True))),
            group=StripRow(**dict(zip(StripRow.model_fields, group, strict=True))),
            group_limits=(
                BriefGroupLimit(
                    lender="XGROUPLENDERX",
                    reference_no="XGROUPREFX",
                    borrowers="XBORROWERSX",
                    limit=money("631.1"),
                    use=money("632.1"),
                    room=money("633.1"),
                    split="shared",
                    over_allocated=money("634.1"),
                    valid_to=FAR,
                    sub_limits=(part,),
                ),
            ),
            next_maturity=coming,
            group_maturity=coming,
            bar=(
                BarLine(
                    limit=money("642.1"),
                    used=money("643.1"),
                    waiting=money("644.1"),
                    free=money("646.1"),
                    tranches=(money("645.1"),),
                ),
            ),
            rates_on=FAR,
            stale=True,
        ),
        grid=GroupGrid(types=("ip_pledge_loan",), rows=(firm,), totals=firm.model_copy(update={"total": cells[2]})),
        covenants=(
            BriefCovenant(
                covenant=sample_covenant("other", name="XCOVENANTX"),
                state="close",
                value=Decimal("66.61"),
                headroom_bp=3333,
                tested_on=FAR,
                next_test_on=FAR,
                next_due_on=FAR,
            ),
        ),
        security=SecurityBook(
            things=(
                BriefSecurity(
                    type="pledge_ip",
                    what="XTHINGX",
                    years_left=177,
                    outlives=True,
                    value=money("651.1"),
                    valued_on=FAR,
                    lendable_bp=6500,
                    in_force=True,
                    registered_to=FAR,
                ),
            ),
            guarantors=(
                BriefGuarantor(
                    type="guarantee_corporate",
                    name=Wording(en="XGUARANTORX", zh="XGUARANTORZHX"),
                    amount=money("661.1"),
                    valid_to=FAR,
                ),
            ),
            stated=("mortgage_land",),
            valued=money("671.1"),
            lendable=money("672.1"),
            shortfall=money("673.1"),
        ),
        alerts=(
            BriefAlert(
                kind="registration_ends",
                facility_type="rd_loan",
                thing="XALERTX",
                on=FAR,
                days=1999,
                amount=money("675.1"),
            ),
            BriefAlert(
                kind="covenant_test",
                facility_type="rd_loan",
                covenant=sample_covenant("other", name="XPROOFX"),
                thing="XTHATX",
                on=FAR,
                days=1999,
                amount=money("676.1"),
            ),
        ),
        story=BriefStory(
            steps=(
                StoryStep(on=PartialDate("2019"), limit=money("681.1"), facility_type="rd_loan", reason="XREASONX"),
            ),
            limits=(StoryPoint(on=date(2019, 1, 1), amount=money("683.1")),),
            balance=(StoryPoint(on=date(2020, 1, 1), amount=money("682.1")),),
            partial=True,
        ),
        prices=(
            BriefPrice(
                facility_type="rd_loan",
                fees=(BriefFee(kind="arrangement", rate_bp=77, amount=money("691.1"), when="XWHENX"),),
                interest=money("692.1"),
                interest_from=FAR,
                interest_to=FAR,
            ),
        ),
        warnings=(BriefSignal(code="covenant_breach", severity="red", raised_on=FAR, evidence="XEVIDENCEX"),),
        lenders=BriefLenders(
            lines=(
                BriefOtherLine(
                    lender="XLENDERX",
                    facility_type="rd_loan",
                    limit=money("694.1"),
                    outstanding=money("695.1"),
                    price_note="XPRICEX",
                    as_of=PartialDate("2025-11"),
                ),
            ),
            known_limit=money("696.1"),
            known_outstanding=money("697.1"),
            oldest_as_of=PartialDate("2025-06"),
            share_of_wallet_bp=3300,
            rates_on=FAR,
        ),
    )


def leaves(value: BaseModel, path: str = "") -> Iterator[tuple[str, object]]:
    """Return the fields of a value and of all values in it, without those of entities of the book."""
    for name in type(value).model_fields:
        field = getattr(value, name)
        here = f"{path}.{name}"
        parts = field if isinstance(field, tuple) and field else (field,)
        for part in parts:
            if isinstance(part, BaseModel) and not hasattr(part, "created_at") and not isinstance(part, Money):
                yield from leaves(part, here)
            else:
                yield here, part
