"""Copy the line icons that the program uses from the npm package of Lucide.

Only the icons named in `icons.txt` are bundled; the app icon is drawn by hand and not touched.

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
HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "resources" / "icons"
STROKE = "1.75"

ICONS = HERE / "icons.txt"


def main() -> int:
    """Write the named icons and the licence into `resources/icons`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="modules", type=Path, help="a node_modules folder that has the package")
    modules: Path | None = parser.parse_args().modules
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        package = (modules or _install(Path(folder))) / "lucide-static"
        missing = [name for name in ICONS.read_text(encoding="utf-8").split() if not _copy(package, name)]
        shutil.copyfile(package / "LICENSE", TARGET / "LICENSE-Lucide.txt")
    if missing:
        sys.stderr.write("not in the package: " + " ".join(missing) + "\n")
    return 1 if missing else 0


def _install(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the icon package; install Node.js or use --from")
    command = [
        npm,
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
        str(folder),
        PACKAGE,
    ]
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
