"""What a generated block has to hold, made anew from the program itself."""

import ast
import csv
import re
import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from cchc_audit.analysis.rules import RULES
from cchc_audit.cli.app import _COMMANDS
from cchc_audit.core.columns import ASSESS_COLUMNS, COLUMNS, Column
from cchc_audit.core.errors import ExitCode
from cchc_audit.core.vocabulary import Fault, Reading
from cchc_audit.render.formats import SUFFIXES, Format
from cchc_audit.texts import LANGS, Lang, Texts, catalogue

from .document import ROOT, Block
from .runs import output

EXIT_CODES: dict[ExitCode, tuple[str, str]] = {
    ExitCode.DONE: (
        "xong; mọi mức tối thiểu đặt ra đều đạt",
        "done; no gate that was set has failed",
    ),
    ExitCode.GATE_FAILED: (
        "xong, kết quả vẫn được in hoặc ghi ra; nhưng có mức đặt ra không đạt (`--fail-under`, "
        "`--fail-under-each`, `--fail-on`, ngưỡng của `report`) hoặc `snapshots --verify` thấy "
        "bị sửa",
        "done, the result is out; but a gate that was set has failed (`--fail-under`, "
        "`--fail-under-each`, `--fail-on`, gates of `report`), or `snapshots --verify` found edits",
    ),
    ExitCode.COULD_NOT: (
        "không làm được: tùy chọn hoặc cấu hình sai, tệp không đọc được hoặc không có hồ sơ, "
        "`--strict` mà có dòng không đọc được, ngày nằm ngoài lịch",
        "could not: a wrong option or configuration, an unreadable or empty export, `--strict` "
        "and a rejected row, a day outside the calendar",
    ),
    ExitCode.BUG: (
        "lỗi của chính công cụ: một câu trên màn hình, chi tiết nằm trong tệp được nêu tên",
        "a bug of the tool: one sentence on the screen, the details in a file that is named",
    ),
    ExitCode.NO_INPUT: (
        "chỉ lệnh `report`: đêm nay không có tệp dữ liệu nào",
        "`report` only: no input found tonight",
    ),
    ExitCode.INTERRUPTED: ("bị dừng giữa chừng (Ctrl-C, SIGTERM)", "interrupted (Ctrl-C, SIGTERM)"),
}

_NEEDED = ("dossier_id", "received_at")
_NOTES: dict[str, tuple[str, str]] = {
    "needed": ("bắt buộc", "needed"),
    "verdict": ("ô sai thì bỏ cả dòng", "a bad cell rejects the row"),
    "personal": ("dữ liệu cá nhân", "personal data"),
}


def content(block: Block) -> str:
    """The body the block should have. Raises `KeyError` for a name nothing is known of."""
    if block.line is not None:
        return f"```console\n$ {block.line}\n{output(block.line)}```\n"
    name, _, rest = block.name.partition(" ")
    return _PRODUCERS[name](block.lang, rest)


def _table(*rows: tuple[str, ...]) -> str:
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body]) + "\n"


def _commands(lang: Lang, _rest: str) -> str:
    heads = {"vi": ("lệnh", "bí danh", "làm gì"), "en": ("command", "alias", "does")}
    texts = Texts(lang)
    rows = (
        (
            f"`{name}`",
            f"`{alias}`",
            texts(f"cli.help.{name}").split("\n")[0],
        )
        for name, alias, _ in _COMMANDS
    )
    return _table(heads[lang], *rows)


def _columns(lang: Lang, _rest: str) -> str:
    heads = {
        "vi": ("cột", "nghĩa", "tiêu đề nhận ra", "ghi chú"),
        "en": ("column", "meaning", "headers recognised", "remark"),
    }
    texts = Texts(lang)
    rows = (
        (
            f"`{column.name}`",
            texts(f"column.{column.name}"),
            " · ".join(column.headers),
            _remarks(column, lang),
        )
        for column in COLUMNS
    )
    return _table(heads[lang], *rows)


def _remarks(column: Column, lang: Lang) -> str:
    holds = {
        "needed": column.name in _NEEDED,
        "verdict": column.verdict,
        "personal": column.personal,
    }
    said = (_NOTES[note][LANGS.index(lang)] for note, true in holds.items() if true)
    return "; ".join(said)


def _verdict_columns(lang: Lang, _rest: str) -> str:
    heads = {"vi": ("cột", "nghĩa"), "en": ("column", "meaning")}
    texts = Texts(lang)
    rows = ((f"`{name}`", texts(f"column.{name}")) for name in ASSESS_COLUMNS)
    return _table(heads[lang], *rows)


def _summary_columns(lang: Lang, _rest: str) -> str:
    heads = {"vi": ("cột", "nghĩa"), "en": ("column", "meaning")}
    texts = Texts(lang)
    names = (
        key.removeprefix("summary_column.")
        for key in catalogue()
        if key.startswith("summary_column.") and not key.endswith(".short")
    )
    return _table(heads[lang], *((f"`{n}`", texts(f"summary_column.{n}")) for n in names))


def _readings(lang: Lang, _rest: str) -> str:
    heads = {"vi": ("cách hiểu", "cho cơ quan được"), "en": ("reading", "what it grants")}
    texts = Texts(lang)
    return _table(heads[lang], *((f"`{name}`", texts(f"reading.{name}")) for name in Reading))


def _rejections(lang: Lang, _rest: str) -> str:
    heads = {"vi": ("lý do (JSON)", "nghĩa"), "en": ("reason (JSON)", "meaning")}
    texts = Texts(lang)
    rows = ((f"`{fault}`", texts(f"intake.fault.{fault}")) for fault in Fault)
    return _table(heads[lang], *rows)


def _formats(lang: Lang, _rest: str) -> str:
    heads = {
        "vi": ("định dạng", "đuôi tệp sau `-o`", "dùng cho"),
        "en": ("format", "suffixes after `-o`", "for"),
    }
    purpose: dict[Format, tuple[str, str]] = {
        Format.TABLE: (
            "màn hình; trong ống lệnh và khi chạy định kỳ là văn bản thường rộng 100 cột",
            "the screen; in a pipe or under cron plain text 100 columns wide",
        ),
        Format.JSON: (
            "chương trình khác: tên cột cố định, ngày theo ISO, `null` khi không biết",
            "other programs: canonical names, ISO dates, `null` for unknown",
        ),
        Format.CSV: (
            "bảng tính, chương trình khác; ghi ra tệp thì có BOM để Excel đọc đúng dấu",
            "spreadsheets and programs; a file begins with a BOM, so that Excel reads it",
        ),
        Format.MD: ("dán vào tài liệu", "pasting into documents"),
        Format.HTML: ("trình duyệt, trang nội bộ", "browsers and intranets"),
        Format.XLSX: (
            "Excel: ngày thật, tiêu đề cố định, bộ lọc, trang nguồn số liệu; `late` là phụ lục "
            "kèm công văn, có cột trống cho đơn vị giải trình",
            "Excel: real dates, frozen header, filters, a sheet of provenance; `late` is the annex "
            "of a letter, with empty columns for the unit's answer",
        ),
        Format.PARQUET: ("phân tích hàng triệu dòng", "analysis of millions of rows"),
        Format.PDF: (
            "in và gửi: khổ A4, phông chữ nằm sẵn trong tệp; chỉ ghi ra tệp; cần phần mở rộng "
            "`report`",
            "print and post: A4, the font is in the file; to a file only; needs the extra `report`",
        ),
    }
    rows = (
        (
            f"`{form}`",
            " ".join(f"`{suffix}`" for suffix, meant in SUFFIXES.items() if meant is form),
            purpose[form][LANGS.index(lang)],
        )
        for form in Format
    )
    return _table(heads[lang], *rows)


def _exit_codes(lang: Lang, _rest: str) -> str:
    heads = {"vi": ("mã", "nghĩa"), "en": ("code", "meaning")}
    rows = ((f"{int(code)}", EXIT_CODES[code][LANGS.index(lang)]) for code in ExitCode)
    return _table(heads[lang], *rows)


def _terms(lang: Lang, _rest: str) -> str:
    """How many lines the shipped catalogue has, and how sure they are."""
    path = resources.files("cchc_audit.law.catalogue") / "procedures.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    codes = len({row["code"] for row in rows})
    sure = sum(row["confidence"] == "confirmed" for row in rows)
    if lang == "vi":
        return (
            f"Danh mục kèm theo có {len(rows)} mục của {codes} mã thủ tục: {sure} mục đã đối chiếu "
            f"nguồn, {len(rows) - sure} mục ghi theo quy định đã biết, chưa đối chiếu nguồn.\n"
        )
    return (
        f"The shipped catalogue has {len(rows)} entries for {codes} procedure codes: {sure} "
        f"checked against a source, {len(rows) - sure} known from the law but not yet checked.\n"
    )


def _rules(lang: Lang, _rest: str) -> str:
    heads = {"vi": ("mã", "tên", "nội dung", "mức độ"), "en": ("code", "name", "finds", "severity")}
    texts = Texts(lang)
    rows = (
        (f"`{r.code}`", r.name, texts(f"rules.{r.code}.title"), texts(f"severity.{r.severity}"))
        for r in RULES
    )
    return _table(heads[lang], *rows)


def _layers() -> list[str]:
    """The wings from the one that sees all to the ones that see nothing, as import-linter says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == ["cchc_audit"]
    ]
    return list(layers)


def _wings(_lang: Lang, _rest: str) -> str:
    return f"```\n{' → '.join(_layers())}\n```\n"


def _rooms(_lang: Lang, wing: str) -> str:
    """The rooms of a wing and what each is for, in the words of its own first sentence."""
    folder = ROOT / "cchc_audit" / wing
    inside = [*folder.glob("[!_]*.py"), *(path.parent for path in folder.glob("*/__init__.py"))]
    rows = (
        (f"`{room.relative_to(folder.parent).as_posix()}`", _first_sentence(room))
        for room in sorted(inside)
    )
    return _table(("room", "holds"), *rows)


def _first_sentence(room: Path) -> str:
    path = room / "__init__.py" if room.is_dir() else room
    said = " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split())
    return re.split(r"(?<=[^.])\.(?= [A-Z`]|$)", said)[0].replace("|", "\\|")


def _file(_lang: Lang, rest: str) -> str:
    """The first lines of a file of the repository: `file sample_data/x.csv 4`."""
    path, _, count = rest.partition(" ")
    lines = (ROOT / path).read_text(encoding="utf-8-sig").splitlines()
    shown = lines[: int(count)] if count else lines
    return "\n".join([f"```{path.rpartition('.')[2]}", *shown, "```"]) + "\n"


_PRODUCERS: dict[str, Callable[[Lang, str], str]] = {
    "commands": _commands,
    "columns": _columns,
    "verdict-columns": _verdict_columns,
    "summary-columns": _summary_columns,
    "readings": _readings,
    "rejections": _rejections,
    "formats": _formats,
    "exit-codes": _exit_codes,
    "rules-table": _rules,
    "terms": _terms,
    "wings": _wings,
    "rooms": _rooms,
    "file": _file,
}
