"""Copy the line icons that the program uses from the npm package of Lucide.

Only the icons named here are bundled; the app icon is drawn by hand and not touched.

    python packaging/make_icons.py [--from NODE_MODULES]
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = "lucide-static@1.62.0"
TARGET = Path(__file__).resolve().parent.parent / "resources" / "icons"
STROKE = "1.75"

ICONS = """
    archive arrow-down arrow-down-to-line arrow-left arrow-right arrow-right-left arrow-up award badge-check
    banknote bell book-open briefcase building building-2 calculator calendar calendar-check calendar-clock
    calendar-days calendar-plus chart-column chart-line chart-pie check check-check chevron-down chevron-left
    chevron-right chevron-up chevrons-up-down circle circle-alert circle-arrow-up circle-check circle-dashed circle-dot
    circle-help circle-minus circle-plus circle-x clipboard clock coins columns-3 command copy corner-down-left
    cpu credit-card crown database download ellipsis external-link eye eye-off factory file file-badge
    file-check file-clock file-down file-pen file-plus file-search file-spreadsheet file-text files filter flag
    flask-conical folder folder-open gem gift git-branch git-merge globe graduation-cap grip-vertical handshake
    hard-drive hash history house id-card import inbox info key key-round keyboard landmark languages layers
    layout-dashboard lightbulb link list list-checks list-filter list-tree lock lock-open log-out mail map-pin
    maximize-2 message-circle message-square message-square-text mic microscope minus monitor moon network newspaper
    notebook-pen octagon-alert package package-check panel-left panel-right panel-right-close panel-right-open
    paperclip pause pen-line pencil percent phone pin plus presentation printer receipt redo-2 refresh-cw rocket
    rotate-ccw ruler save scale search send server settings shield shield-alert shield-check signpost
    sliders-horizontal square square-check square-kanban square-pen star sticky-note sun sun-moon table table-2 tag
    target test-tube text-search timer trash-2 trending-down trending-up triangle-alert type undo-2 upload user
    user-check user-plus users users-round wallet x zoom-in zoom-out
    arrow-big-up-dash file-x file-warning arrow-up-right monitor-x heart-pulse link-2 receipt-text square-arrow-out-up-right
""".split()


def main() -> int:
    """Write the named icons and the licence into `resources/icons`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="modules", type=Path, help="a node_modules folder that has the package")
    modules: Path | None = parser.parse_args().modules
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        package = (modules or _install(Path(folder))) / "lucide-static"
        missing = [name for name in sorted(ICONS) if not _copy(package, name)]
        shutil.copyfile(package / "LICENSE", TARGET / "LICENSE-Lucide.txt")
    if missing:
        sys.stderr.write("not in the package: " + " ".join(missing) + "\n")
    return 1 if missing else 0


def _install(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the icon package; install Node.js or use --from")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    return folder / "node_modules"


def _copy(package: Path, name: str) -> bool:
    source = package / "icons" / f"{name}.svg"
    if not source.is_file():
        return False
    drawing = source.read_text(encoding="utf-8")
    drawing = re.sub(r'\s*class="[^"]*"', "", drawing).replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    (TARGET / f"{name}.svg").write_text(drawing, encoding="utf-8", newline="\n")
    return True


if __name__ == "__main__":
    raise SystemExit(main())
