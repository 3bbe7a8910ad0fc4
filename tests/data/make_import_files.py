"""Spreadsheets as account managers keep them, with their habits and slips; all firms are fictional."""

from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rmapp.domain.identifiers import organisation_check_character, uscc_check_character

FIRMS = ("潮声传感（杭州）有限公司", "云栈机器人股份有限公司", "青禾芯片科技有限公司", "岚川生物医药有限公司")


def uscc(number: int, region: str = "330106") -> str:
    """Return a well-formed credit code that belongs to nobody in particular."""
    organisation = f"MA{number:06d}"
    body = f"91{region}{organisation}{organisation_check_character(organisation)}"
    return body + uscc_check_character(body)


def _clients(page: Worksheet) -> None:
    """Fill in a list with a title, a unit line, merged regions, empty rows, and dates of every kind."""
    page.append(["科技金融部客户清单（示例）"])
    page.merge_cells("A1:H1")
    page.append(["制表：林", None, None, None, None, None, None, "单位：万元"])
    page.append([])
    page.append(["序号", "所在地", "企业名称", "统一社会信用代码", "成立日期", "注册资本", "生命周期阶段", "资质"])
    page.append([1, "杭州市", FIRMS[0], uscc(1), date(2018, 3, 5), 1200, "成长期", "高新技术企业、小巨人"])
    page.append([2, None, FIRMS[1], uscc(2), "2016/7/1", "3,500", "扩张期", "专精特新"])
    page.append([])
    page.append([3, None, FIRMS[2], uscc(3), 43831, "=1000+500", "商业化", None])
    page.append([4, "宁波市", FIRMS[3], uscc(4, "330200"), "2021年9月", "2亿元", "种子轮", None])
    page.append([5, "宁波市", "错码智能有限公司", uscc(5)[:-1] + "I", "2026/02/30", "twelve million", "成熟", None])
    page.append(["合计", None, None, None, None, 999999, None, None])
    page.merge_cells("B5:B8")


def make_clients_xlsx(path: Path) -> Path:
    """Write a workbook of clients whose first sheet is hidden and whose second is a note."""
    book = Workbook()
    hidden = book.active
    hidden.title = "旧数据"
    hidden.append(["不要用", "这一页"])
    hidden.append([1, 2])
    hidden.sheet_state = "hidden"
    _clients(book.create_sheet("客户"))
    book.create_sheet("说明").append(["仅供内部使用"])
    book.save(path)
    return path


def make_clients_csv(path: Path, encoding: str = "gb18030", delimiter: str = ",") -> Path:
    """Write a short list of clients as text in an encoding."""
    rows = [
        ["企业名称", "信用代码", "注册资本（万元）", "地址"],
        [FIRMS[0], uscc(1), "1200", "杭州市余杭区\n文一西路1号"],
        [FIRMS[1], uscc(2), "3500", "杭州市滨江区江南大道2号"],
        [],
        [FIRMS[2], uscc(3), "1500", "杭州市西湖区"],
    ]
    lines = [delimiter.join(f'"{cell}"' if "\n" in cell else cell for cell in row) for row in rows]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def make_people_csv(path: Path) -> Path:
    """Write a list of people with semicolons, as a Western spreadsheet program does."""
    path.write_text(
        "Company;Contact;Position;Tel;E-mail;Main contact;Experience\n"
        f"{FIRMS[0]};周明;总经理;0571-1234 5678;zhou@example.com;yes;12\n"
        f"{FIRMS[1]};Anna Lin;CFO;+86 571 8765 4321;anna@example.com;no;8 years\n"
        "Nobody Ltd;Ghost;CEO;;;;\n",
        "utf-8-sig",
    )
    return path


def make_meetings_xlsx(path: Path) -> Path:
    """Write a diary of visits: moments, days as text, first authors, a promise without a day."""
    book = Workbook()
    page = book.active
    page.append(["日期", "客户名称", "走访方式", "客户经理", "会谈内容", "联系人", "待办", "完成期限"])
    page.append(
        [
            datetime.fromisoformat("2024-05-06T09:30"),
            FIRMS[0],
            "上门拜访",
            "陈静",
            "谈了扩产计划",
            "周明、吴",
            "送授信方案",
            date(2024, 5, 20),
        ]
    )
    page.append(["2023-11-2", FIRMS[1], "电话", "陈静", "了解订单", "Anna Lin", "补报表", None])
    page.append(["2025年1月8日 14:00", FIRMS[0], "视频", "林", "讨论研发贷", "周明", None, None])
    page.append(["不详", FIRMS[0], "电话", "林", "无日期", None, None, None])
    book.save(path)
    return path


def make_facilities_csv(path: Path) -> Path:
    """Write a ledger of credit lines in UTF-16 with tabs, as older programs export it."""
    rows = (
        "借款人\t授信编号\t业务品种\t授信额度(万元)\t贷款余额(万元)\t起始日\t到期日\t利率\t担保方式\t用途",
        f"{FIRMS[0]}\tSX-001\t流贷\t3000\t1200\t2025-03-01\t2026-03-01\t3.45%\t信用\t研发",
        f"{FIRMS[1]}\tSX-002\t知识产权质押贷款\t1000\t0\t2025-05-10\t2026-05-09\t3.1\t专利质押\t经营周转",
        f"{FIRMS[2]}\tSX-003\t科创贷\t500\t620\t2025-06-01\t2026-05-31\t3.8\t信用\t采购",
        f"{FIRMS[3]}\tSX-004\t流贷\t800\t100\t2025-06-01\t2025-01-31\t3.8\t信用\t采购",
    )
    path.write_bytes("\r\n".join(rows).encode("utf-16"))
    return path


def make_all(folder: Path) -> None:
    """Write every file into a folder, to try the import by hand."""
    folder.mkdir(parents=True, exist_ok=True)
    make_clients_xlsx(folder / "clients.xlsx")
    make_clients_csv(folder / "clients_gb18030.csv")
    make_people_csv(folder / "people.csv")
    make_meetings_xlsx(folder / "meetings.xlsx")
    make_facilities_csv(folder / "facilities.csv")


if __name__ == "__main__":
    make_all(Path(__file__).parent / "import")
