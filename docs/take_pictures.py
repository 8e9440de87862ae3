"""Take the pictures of pages and sheets that docs/ shows: `.venv/bin/python docs/take_pictures.py`.

Needs Chromium, LibreOffice and Poppler on the machine (Debian: chromium libreoffice-calc
poppler-utils), so they are taken by hand when what they show has changed. Pictures of screens need
none of these: `UPDATE_DOCS=1 pytest tests/docs` draws them.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
ROOT = HERE.parent
IMAGES = HERE / "images"
SETTLED = ("--config", "sample_data/cchc.toml", "--as-of", "31/03/2026", "-q")
COMMUNE = "Xã Gò Trăng"
SWAP_WEEK = "H21.902-260107-0002"
BROWSER = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
    *("--disable-lcd-text", "--force-device-scale-factor=0.75"),
)


def cchc_audit(*words: str) -> None:
    """One command, typed in the root of the repository."""
    subprocess.run([sys.executable, "-m", "cchc_audit", *words, *SETTLED], cwd=ROOT, check=True)


def tool(*names: str) -> str:
    """The first of these programs that the machine has; leaves where there is none."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or sys.exit(f"not on this machine: {' / '.join(names)}")


def browsed(page: Path, picture: Path, *, width: int, height: int) -> None:
    """The top of a page as a browser shows it."""
    subprocess.run(
        [
            tool("chromium", "chromium-browser", "google-chrome"),
            *BROWSER,
            f"--window-size={width},{height}",
            f"--screenshot={picture}",
            page.as_uri(),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )


def printed(book: Path, picture: Path) -> None:
    """The first sheet of a workbook as it is printed."""
    suite = [tool("soffice", "libreoffice"), "--headless", "--convert-to", "pdf"]
    subprocess.run([*suite, "--outdir", book.parent, book], check=True, stdout=subprocess.DEVNULL)
    pages = [tool("pdftoppm"), "-png", "-r", "80", "-singlefile", "-f", "1", "-l", "1"]
    subprocess.run([*pages, book.with_suffix(".pdf"), picture.with_suffix("")], check=True)


def main() -> None:
    """All of them, in a folder that is gone afterwards."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        pack, annex, why = folder / "pack.html", folder / "annex.xlsx", folder / "why.html"
        cchc_audit("brief", "--commune", COMMUNE, "--sample", "20", "-o", str(pack))
        cchc_audit("late", "--commune", COMMUNE, "-o", str(annex))
        cchc_audit("why", "--id", SWAP_WEEK, "-o", str(why))
        browsed(pack, IMAGES / "brief.png", width=900, height=1450)
        browsed(why, IMAGES / "why.png", width=900, height=1150)
        printed(annex, IMAGES / "annex.png")


if __name__ == "__main__":
    main()
