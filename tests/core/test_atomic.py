import os
import stat
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from render import frames

from cchc_audit.core.atomic import writing
from cchc_audit.core.errors import CchcError, ConfigError
from cchc_audit.render.formats import SUFFIXES, Format, format_of, render, write
from cchc_audit.render.report import Report
from cchc_audit.render.sheets import excel_workbook
from cchc_audit.texts import Texts

VI = Texts("vi")


def broken() -> Report:
    """A report whose rows fail while they are being written."""

    def fail(_: pl.DataFrame) -> pl.DataFrame:
        raise OSError(28, os.strerror(28))

    report = frames.late()
    return replace(report, rows=report.rows.map_batches(fail, schema=frames.SCHEMA))


@pytest.mark.parametrize("form", Format)
def test_every_format_writes_a_file_and_leaves_nothing_beside(tmp_path: Path, form: Format) -> None:
    target = tmp_path / f"out.{form}"
    write(frames.late(), target, format=form, texts=VI)
    assert target.stat().st_size > 0
    assert [file.name for file in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("form", Format)
def test_the_same_report_is_the_same_bytes(tmp_path: Path, form: Format) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    write(frames.late(), first, format=form, texts=VI)
    write(frames.late(), second, format=form, texts=VI)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("form", [Format.CSV, Format.PARQUET, Format.XLSX, Format.JSON, Format.MD])
def test_a_failed_run_leaves_the_old_file(tmp_path: Path, form: Format) -> None:
    target = tmp_path / "out"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(CchcError) as caught:
        write(broken(), target, format=form, texts=VI)
    assert caught.value.key == "report.disk_full"
    assert target.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(CchcError) as caught:
        write(frames.late(), tmp_path / "none" / "x.csv", format=Format.CSV, texts=VI)
    assert caught.value.key == "report.no_folder"
    assert str(tmp_path / "none") in VI(caught.value.key, **caught.value.values)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CchcError) as caught:
        write(frames.late(), tmp_path, format=Format.CSV, texts=VI)
    assert caught.value.key == "report.is_folder"


@pytest.mark.parametrize("form", [Format.CSV, Format.PARQUET, Format.JSON])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_full_disk(form: Format) -> None:
    with pytest.raises(CchcError) as caught:
        write(frames.late(), "/dev/full", format=form, texts=VI)
    # the engine tells no number for a Parquet file that fails at its last bytes
    assert caught.value.key in {"report.disk_full", "report.cannot_write"}


def test_links_and_permissions_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    write(frames.late(), link, format=Format.CSV, texts=VI)
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8-sig").startswith("dossier_id,")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_an_interrupt_removes_the_half_file(tmp_path: Path) -> None:
    def interrupted() -> None:
        with writing(tmp_path / "x") as beside:
            beside.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_formats_by_suffix() -> None:
    assert {format_of(f"x{suffix}") for suffix in SUFFIXES} == set(Format)
    assert format_of("x.XLSX") is Format.XLSX
    with pytest.raises(ConfigError) as caught:
        format_of("danh-sach.doc")
    assert caught.value.key == "report.format_unknown"
    assert ".xlsx" in VI(caught.value.key, **caught.value.values)


def test_more_rows_than_a_sheet_holds(tmp_path: Path) -> None:
    too_many = replace(frames.late(), shown=excel_workbook.LIMIT)
    with pytest.raises(CchcError) as caught:
        write(too_many, tmp_path / "x.xlsx", format=Format.XLSX, texts=VI)
    assert caught.value.key == "report.sheet_too_long"
    assert "1 048 575" in VI(caught.value.key, **caught.value.values)
    assert list(tmp_path.iterdir()) == []


def test_csv_has_a_byte_order_mark_in_files_only(tmp_path: Path) -> None:
    write(frames.late(), tmp_path / "x.csv", format=Format.CSV, texts=VI)
    file = (tmp_path / "x.csv").read_bytes()
    assert file.startswith(b"\xef\xbb\xbfdossier_id,")
    text = render(frames.late(), format=Format.CSV, texts=VI)
    assert isinstance(text, str)
    assert text.encode() == file.removeprefix(b"\xef\xbb\xbf")


def test_parquet_keeps_names_and_types(tmp_path: Path) -> None:
    write(frames.late(), tmp_path / "x.parquet", format=Format.PARQUET, texts=VI)
    frame = pl.read_parquet(tmp_path / "x.parquet")
    assert frame.schema == frames.SCHEMA
    assert frame.equals(frames.late().rows.collect())


@pytest.mark.parametrize("form", [Format.XLSX, Format.PARQUET])
def test_binary_formats_render_as_bytes(form: Format) -> None:
    assert isinstance(render(frames.communes(), format=form, texts=VI), bytes)


@pytest.mark.parametrize("form", Format)
def test_personal_data_is_for_this_user_only(form: Format, tmp_path: Path) -> None:
    report = frames.late()
    named = replace(report, rows=report.rows.with_columns(pl.lit("Lò Thị Hai").alias("applicant")))
    for name, one, private in (("plain", report, False), ("named", named, True)):
        path = tmp_path / f"{name}.{form}"
        write(one, path, format=form, texts=VI)
        assert (stat.S_IMODE(path.stat().st_mode) == 0o600) is private
