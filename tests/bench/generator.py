"""A book of any size for timings: clearly invented firms, the same in each run.

A simple form of domain reference 9.2: shares of stages, borrowers and amounts by stage, names that end in
测试 and Test, identifiers of the region 990000 that does not exist. Firm number n is the same in a book of
any size.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.identifiers import organisation_check_character, uscc_check_character
from rmapp.domain.meeting import Meeting
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.domain.stage import StageEvent

PROFILES = {"desk": 150, "branch": 3_500, "bank": 35_000}
_CHUNK = 2_500

# Share of firms, share of borrowers, mean outstanding of a borrower in millions.
_STAGES = {
    "rd_seed": (6, 0.25, 2.6),
    "startup": (14, 0.40, 3.4),
    "early_commercial": (20, 0.55, 6.7),
    "growth": (28, 0.68, 13.6),
    "expansion": (14, 0.75, 33.5),
    "maturity": (13, 0.72, 40.0),
    "pre_ipo": (2, 0.80, 51.0),
    "listed": (3, 0.70, 71.9),
}
_CITIES = (
    ("杭州", "Hangzhou", "330100"),
    ("宁波", "Ningbo", "330200"),
    ("温州", "Wenzhou", "330300"),
    ("苏州", "Suzhou", "320500"),
    ("上海", "Shanghai", "310000"),
    ("深圳", "Shenzhen", "440300"),
    ("北京", "Beijing", "110000"),
)
_SYLLABLES = (
    *(("云", "yun"), ("数", "shu"), ("智", "zhi"), ("芯", "xin"), ("微", "wei"), ("光", "guang"), ("海", "hai")),
    *(("天", "tian"), ("宇", "yu"), ("恒", "heng"), ("远", "yuan"), ("华", "hua"), ("瑞", "rui"), ("博", "bo")),
    *(("创", "chuang"), ("达", "da"), ("安", "an"), ("泰", "tai"), ("诺", "nuo"), ("思", "si"), ("明", "ming")),
    *(("景", "jing"), ("星", "xing"), ("凌", "ling"), ("飞", "fei"), ("腾", "teng"), ("越", "yue"), ("捷", "jie")),
    *(("嘉", "jia"), ("禾", "he"), ("森", "sen"), ("润", "run"), ("泽", "ze"), ("清", "qing"), ("源", "yuan")),
    *(("麒", "qi"), ("麟", "lin"), ("鲲", "kun"), ("鹏", "peng"), ("昊", "hao"), ("睿", "rui"), ("霖", "lin")),
)
_FIELDS = (
    ("智能", "Intelligence", "C39"),
    ("软件", "Software", "I65"),
    ("半导体", "Semiconductor", "C39"),
    ("生物", "Biotech", "C27"),
    ("新能源", "New Energy", "C38"),
    ("机器人", "Robotics", "C35"),
    ("新材料", "Materials", "C26"),
    ("精密", "Precision", "C34"),
)
_DESIGNATIONS = (("hnte", 24), ("srdi_sme", 13), ("little_giant", 4), ("tech_sme", 30), ("", 29))
_PLANS = ("Collect the accounts", "Quote for a forward", "Renewal memo", "Visit the new line")


def fill(workspace, count):
    """Write `count` firms into an empty book, in chunks; return the checksums to compare reports with."""
    totals = {"firms": 0, "lines": 0, "outstanding": 0, "meetings": 0}
    for start in range(0, count, _CHUNK):
        numbers = range(start, min(start + _CHUNK, count))
        workspace.do(_write, numbers, totals, label="Generated firms", undoable=False)
    return totals


def _write(store, numbers, totals):
    rows = [row for number in numbers for row in firm_rows(number, store.actor, store.clock.today())]
    store.add_many(rows)
    entries = [row for row in rows if isinstance(row, LedgerEntry)]
    totals["firms"] += len(numbers)
    totals["lines"] += len(entries)
    totals["outstanding"] += sum(row.amount.minor for row in entries)
    totals["meetings"] += sum(isinstance(row, Meeting) for row in rows)


def firm_rows(number, owner, today):
    """Yield a firm with names, stage, line, designation, note and promise."""
    random = Random(f"firm {number}")
    stage = random.choices(list(_STAGES), [share for share, *_rest in _STAGES.values()])[0]
    chinese_city, city, region = random.choice(_CITIES)
    chinese_field, field, industry = random.choice(_FIELDS)
    parts = random.sample(_SYLLABLES, random.choice((2, 2, 3)))
    firm = Firm(
        uscc=_uscc(number),
        city=city,
        region_code=region,
        industry_gb=industry,
        tier=random.choice("ABBCCCD"),
        relationship_status="client",
        owner=owner,
        nature="sample",
    )
    yield firm
    chinese = "".join(sign for sign, _sound in parts)
    latin = "".join(sound for _sign, sound in parts).capitalize()
    yield FirmName(firm_id=firm.id, lang="zh", text=f"{chinese_city}{chinese}{chinese_field}科技有限公司测试")
    yield FirmName(firm_id=firm.id, lang="en", text=f"{city} {latin} {field} Test")
    since = today - timedelta(days=random.randrange(30, 1_400))
    yield StageEvent(firm_id=firm.id, to_stage=stage, effective_on=PartialDate.of(since))
    yield from _line(random, firm.id, stage, today)
    yield from _relations(random, firm.id, today)


def _line(random, firm_id, stage, today):
    _share, borrows, mean = _STAGES[stage]
    if random.random() >= borrows:
        return
    outstanding = round(mean * random.lognormvariate(-0.6, 1.1), 1)
    limit = max(round(outstanding / random.betavariate(4, 2.5), 1), 0.1)
    line = Facility(
        firm_id=firm_id,
        facility_type="working_capital_loan",
        status="active",
        limit=Money.of(round(limit * 10**6)),
        maturity_on=today + timedelta(days=random.randrange(5, 900)),
    )
    yield line
    yield LedgerEntry(
        facility_id=line.id,
        kind="disbursement",
        amount=Money.of(round(outstanding * 10**6) or 1),
        value_on=PartialDate.of(today - timedelta(days=random.randrange(5, 400))),
    )


def _relations(random, firm_id, today):
    code = random.choices([code for code, _share in _DESIGNATIONS], [share for _code, share in _DESIGNATIONS])[0]
    if code:
        granted = today - timedelta(days=random.randrange(100, 900))
        ends = granted + timedelta(days=1_095)
        yield DesignationHolding(
            firm_id=firm_id, designation=code, granted_on=PartialDate.of(granted), expires_on=PartialDate.of(ends)
        )
    met = today - timedelta(days=random.randrange(1, 200))
    yield Meeting(firm_id=firm_id, starts_at=f"{met.isoformat()}T10:00", summary=f"Talked about {_PLANS[0].lower()}")
    if random.random() < 0.6:
        due = today + timedelta(days=random.randrange(-8, 60))
        yield Promise(firm_id=firm_id, side="theirs", text=random.choice(_PLANS), owner="Test", due_on=due)


def _uscc(number):
    """Return a valid identifier of the region 990000, which does not exist."""
    organisation = f"MA{number:06}"
    body = f"91990000{organisation}{organisation_check_character(organisation)}"
    return body + uscc_check_character(body)
