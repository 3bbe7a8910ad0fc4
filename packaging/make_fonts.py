"""Make the bundled fonts from the npm packages of Inter and Noto Sans SC.

Screen and paper share them. Noto Sans SC is cut in two: the standard characters, and a second file
with every other Han character of the source, opened only when a name needs it. ReportLab applies no
OpenType features, so paper has an Inter of its own with tabular digits mapped in.

    python packaging/make_fonts.py [--from NODE_MODULES]
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGES = ("@expo-google-fonts/inter@0.4.2", "@expo-google-fonts/noto-sans-sc@0.4.3")
HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "resources" / "fonts"

INTER = {"Regular": "400Regular", "Medium": "500Medium", "SemiBold": "600SemiBold"}
NOTO = {"Regular": "400Regular", "SemiBold": "600SemiBold"}

LATIN_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x2B0, 0x2FF),
    (0x300, 0x36F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x2070, 0x209F),
    (0x20A0, 0x20CF),
    (0x2100, 0x214F),
    (0x2150, 0x218F),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x25A0, 0x25FF),
    (0x2700, 0x27BF),
)
CHINESE_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x2010, 0x2040),
    (0x2100, 0x2122),
    (0x2160, 0x217F),
    (0x2190, 0x2193),
    (0x2200, 0x226F),
    (0x2460, 0x2473),
    (0x25A0, 0x25FF),
    (0x3000, 0x303F),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFFEF),
)
HAN_RANGES = (
    (0x2E80, 0x2FDF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


def main() -> int:
    """Write all font files and their licences into `resources/fonts`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="modules", type=Path, help="a node_modules folder that has the packages")
    modules: Path | None = parser.parse_args().modules
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = (modules or _install(Path(folder))) / "@expo-google-fonts"
        _make_inter(source / "inter")
        _make_noto(source / "noto-sans-sc")
    size = sum(path.stat().st_size for path in TARGET.iterdir())
    sys.stdout.write(f"{TARGET}: {size / 1e6:.1f} MB\n")
    return 0


def _install(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the font packages; install Node.js or use --from")
    command = [
        npm,
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
        str(folder),
        *PACKAGES,
    ]
    subprocess.run(command, check=True)
    return folder / "node_modules"


def _make_inter(package: Path) -> None:
    for name, folder in INTER.items():
        source = package / folder / f"Inter_{folder}.ttf"
        screen = _subset(source, _codes(LATIN_RANGES), ["ccmp", "kern", "calt", "locl", "mark", "mkmk", "tnum", "case"])
        screen.save(TARGET / f"Inter-{name}.ttf")
        _paper(source).save(TARGET / f"InterPaper-{name}.ttf")
    shutil.copyfile(package / "LICENSE_FONT", TARGET / "OFL-Inter.txt")


def _make_noto(package: Path) -> None:
    standard = standard_characters()
    for name, folder in NOTO.items():
        source = package / folder / f"NotoSansSC_{folder}.ttf"
        font = _subset(source, standard | _codes(CHINESE_RANGES), ["ccmp", "kern"])
        font.save(TARGET / f"NotoSansSC-{name}.ttf")
    rare = _subset(package / "400Regular" / "NotoSansSC_400Regular.ttf", _codes(HAN_RANGES) - standard, [])
    _rename(rare, "Noto Sans SC Rare", "Regular")
    rare.save(TARGET / "NotoSansSC-Fallback.ttf")
    shutil.copyfile(package / "LICENSE_FONT", TARGET / "OFL-NotoSansSC.txt")


def standard_characters() -> set[int]:
    """Return the code points of the standard list and of GB 2312."""
    lines = (HERE / "standard_characters.txt").read_text(encoding="utf-8").splitlines()
    listed = {ord(character) for line in lines if not line.startswith("#") for character in line}
    return listed | _gb2312()


def _gb2312() -> set[int]:
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(pair.decode("gb2312")) for pair in pairs if _is_assigned(pair)}


def _is_assigned(pair: bytes) -> bool:
    try:
        pair.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


def _codes(ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def _subset(source: Path, codes: set[int], features: list[str]) -> TTFont:
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "BASE", "STAT", "GlyphOrder"]
    font = TTFont(source, recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=codes)
    worker.subset(font)
    return font


def _paper(source: Path) -> TTFont:
    """Map the digits to their tabular forms and leave out what ReportLab ignores."""
    tabular = _tabular_digits(TTFont(source))
    font = _subset(source, _codes(LATIN_RANGES), ["tnum"])
    for table in font["cmap"].tables:
        for code in range(ord("0"), ord("9") + 1):
            if code in table.cmap:
                table.cmap[code] = tabular[table.cmap[code]]
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = ["*"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=_codes(LATIN_RANGES))
    worker.subset(font)
    _rename(font, "Inter Paper", str(font["name"].getDebugName(17) or font["name"].getDebugName(2)))
    return font


def _tabular_digits(font: TTFont) -> dict[str, str]:
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    mapping: dict[str, str] = {}
    for index in lookups:
        for found in table.LookupList.Lookup[index].SubTable:
            single = getattr(found, "ExtSubTable", found)
            mapping.update(single.mapping)
    return mapping


def _rename(font: TTFont, family: str, style: str) -> None:
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 5, 7, 8, 9, 11, 12, 13, 14)]
    post_script = f"{family.replace(' ', '')}-{style}"
    for number, text in (
        (1, f"{family} {style}"),
        (2, "Regular"),
        (3, post_script),
        (4, f"{family} {style}"),
        (6, post_script),
        (16, family),
        (17, style),
    ):
        names.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    raise SystemExit(main())
