"""The story of the sample data in half a minute: `make demo` runs this.

Runs the commands as a user would, then works out the story's sentences from their JSON. Leaves with
1 if a command fails or a figure has drifted from the story.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "demo"
AS_OF = "31/03/2026"
A, B = "Xã Suối Mây", "Xã Gò Trăng"
Row = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts behind a commune's three rates: good of all on form 06a, by law, with open overdue."""

    form_06a: tuple[int, int]
    on_time: tuple[int, int]
    true: tuple[int, int]


STORY = {
    A: Rates(form_06a=(229, 233), on_time=(231, 232), true=(231, 232)),
    B: Rates(form_06a=(115, 117), on_time=(106, 115), true=(106, 126)),
}
ACQUITTED = 3
HEADS = {"check": 3, "communes": 15}
"""Of these answers the first lines: what the story needs."""
TAIL = 9
"""Lines of an explanation that show the week day by day."""
SWAP_WEEK = "H21.902-260107-0002"
"""Received on 07/01/2026: the made-up Saturday of that week is working day number 3."""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """One command, run in the folder of the sample data."""
    return subprocess.run(
        [sys.executable, "-m", "cchc_audit", *arguments],
        cwd=HERE,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def payload(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that went well wrote to standard output; any other ends the demo."""
    if done.returncode:
        say(done.stdout, done.stderr)
        sys.exit(1)
    return done.stdout.strip("\n")


def say(*lines: str) -> None:
    """Write lines to standard output at once, so that they keep their place."""
    sys.stdout.write("\n".join(line for line in lines if line) + "\n")
    sys.stdout.flush()


def typed(arguments: tuple[str, ...]) -> str:
    """A command line as a user types it."""
    words = (f'"{word}"' if " " in word else word for word in arguments)
    return f"$ cchc-audit {' '.join(words)}"


def day(moment: str | None) -> str:
    """The day of an ISO moment; days compare as text. Nothing has no day."""
    return (moment or "")[:10]


def short(moment: str | None) -> str:
    """A day as dd/mm."""
    return f"{day(moment)[8:]}/{day(moment)[5:7]}"


def late_for_software(row: Row) -> bool:
    """Whether the software counts a finished dossier as late: by day, against the appointment."""
    limit = day(row["promised_at"]) or day(row["deadline"])
    return row["outcome"] != "withdrawn" and day(row["finished_at"]) > limit


def rates(dossiers: list[Row]) -> Rates:
    """The three rates of one commune; form 06a takes a withdrawn dossier as resolved on time."""
    count = {
        name: sum(row["outcome"] == name for row in dossiers)
        for name in ("early", "on_time", "late", "overdue")
    }
    resolved = [row for row in dossiers if row["finished_at"] or row["outcome"] == "withdrawn"]
    admitted = sum(map(late_for_software, resolved))
    good = count["early"] + count["on_time"]
    return Rates(
        form_06a=(len(resolved) - admitted, len(resolved)),
        on_time=(good, good + count["late"]),
        true=(good, good + count["late"] + count["overdue"]),
    )


def percent(share: tuple[int, int]) -> str:
    """A rate as people write it: 98,3%."""
    return f"{100 * share[0] / share[1]:.1f}%".replace(".", ",")


def conclusion(dossiers: list[Row]) -> list[str]:
    """The story's sentences, worked out from the rows; leaves with 1 if a figure has drifted."""
    found = {c: rates([row for row in dossiers if row["commune"] == c]) for c in (A, B)}
    acquitted = [
        row for row in dossiers if row["outcome"] in ("early", "on_time") and late_for_software(row)
    ]
    swapped = [row for row in dossiers if day(row["deadline"]) == "2026-01-10"]
    missed = [row for row in swapped if row["outcome"] == "late" and not late_for_software(row)]
    if found != STORY or [row["commune"] for row in acquitted] != [A] * ACQUITTED or not missed:
        say(f"Số liệu lệch khỏi câu chuyện: {found}, {len(acquitted)}, {len(missed)}")
        sys.exit(1)
    a, b = found[A], found[B]
    hidden, cleared = missed[0], acquitted[0]
    return [
        f"→ Hai xã cùng báo cáo {percent(a.form_06a)} và {percent(b.form_06a)} (biểu 06a). "
        f"Theo quy định: {percent(a.on_time)} và {percent(b.on_time)};",
        f"  tính cả hồ sơ đang quá hạn: {percent(a.true)} và {percent(b.true)}.",
        f"→ Phần mềm bỏ qua ngày làm bù: {len(missed)} hồ sơ của {B} hẹn "
        f"{short(hidden['promised_at'])}, hạn theo quy định {short(hidden['deadline'])}.",
        f"  Ngược lại, {len(acquitted)} hồ sơ của {A} phần mềm ghi quá hạn (hẹn "
        f"{short(cleared['promised_at'])}, xong {short(cleared['finished_at'])}) là đúng hạn.",
    ]


def main() -> None:
    """Four commands on the screen, two files, and what follows from them."""
    OUTPUT.mkdir(exist_ok=True)
    at = ("--as-of", AS_OF)
    lines: list[tuple[str, ...]] = [
        ("check", *at),
        ("communes", *at),
        ("late", *at, "--commune", B, "--limit", "4"),
        ("why", *at, "--id", SWAP_WEEK),
        ("late", *at, "-o", "../demo/ho-so-qua-han.xlsx", "-q"),
        ("communes", *at, "-o", "../demo/tong-hop-don-vi.html", "-q"),
    ]
    say("$ cd sample_data")
    with ThreadPoolExecutor(max_workers=2) as hands:
        shown = [hands.submit(run, *line) for line in lines]
        judged = hands.submit(run, "assess", *at, "--format", "json")
        for line, job in zip(lines, shown, strict=True):
            done = job.result()
            if head := HEADS.get(line[0]) if "-o" not in line else None:
                say(f"{typed(line)} | head -{head}", *payload(done).split("\n")[:head])
            elif line[0] == "why":
                say(f"{typed(line)} | tail -{TAIL}", *payload(done).split("\n")[-TAIL:])
            else:
                say(typed(line), payload(done), done.stderr.strip("\n"))
    say(*conclusion(json.loads(payload(judged.result()))["rows"]))
    say("Đã ghi: demo/ho-so-qua-han.xlsx · demo/tong-hop-don-vi.html")


if __name__ == "__main__":
    main()
