"""Whatever stands in `cchc.toml`: it is read, or refused with a sentence."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.settings import tables_of

from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings import Settings, load_settings
from cchc_audit.texts import Texts

VALUES = (
    *('""', '" "', '"\\u0000"', '"a\\u0000b"', '"../../x"', '"' + "x" * 5000 + '"', '"\\uFFFF"'),
    *("0", "-1", "1", "9223372036854775807", "99999999999999999999999", "9" * 5000, "0x7F"),
    *("0.5", "-0.0", "1e400", "inf", "nan", "true", "false"),
    *("[]", "[[]]", '[""]', "[1]", '["a", 1]', '["\\u0000"]', "[" * 500 + "]" * 500),
    *("{}", "{a = 1}", '{"\\u0000" = "a"}', "1979-05-27", "0000-01-01", "07:32:00", "25:00"),
    *('"Asia/../x"', '"/etc"', '"97%"', '"-1%"', '"1e9%"', '"999999999TB"', '"24:00"', "\\", ""),
)


def keys(table: dict[str, Any], above: str = "") -> Iterator[str]:
    for name, value in table.items():
        yield above + name
        if isinstance(value, dict):
            yield from keys(value, f"{above}{name}.")
    if not above:
        yield from ("columns.received_at", "status.X", "nothing", "report.nothing")


@pytest.mark.parametrize("key", [*keys(tables_of(Settings()))])
def test_a_wrong_value_is_a_sentence(key: str, tmp_path: Path) -> None:
    place = tmp_path / "cchc.toml"
    for value in VALUES:
        place.write_text(f"{key} = {value}\n", encoding="utf-8")
        said = complaint(place)
        assert said is None or ("cchc.toml" in said["vi"] and "cchc.toml" in said["en"])


def complaint(place: Path) -> dict[str, str] | None:
    """What is said of a file, in both languages; None of one that is read."""
    try:
        load_settings(place)
    except ConfigError as error:
        return {lang: Texts(lang)(error.key, **error.values) for lang in ("vi", "en")}
    return None


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('inputs = ["a\\u0000.csv"]', "settings.holds_nul"),
        ('[report]\nfolder = "a\\u0000"', "settings.holds_nul"),
        ('[columns]\nreceived_at = "\\u0000"', "settings.holds_nul"),
        ("[gates]\noverdue_max = 1000000001", "settings.wants_at_most"),
        ("[rules]\ndue_soon = 3651", "settings.wants_at_most"),
        ("[gates]\noverdue_max = " + "9" * 5000, "settings.number_too_large"),
        ("inputs = " + "[" * 5000, "settings.too_deep"),
        ("[gates]\non_time_rate_min = nan", "settings.wants_rate"),
    ],
)
def test_which_sentence(line: str, key: str, tmp_path: Path) -> None:
    place = tmp_path / "cchc.toml"
    place.write_text(line)
    with pytest.raises(ConfigError) as refused:
        load_settings(place)
    assert refused.value.key == key


def test_the_folder_of_the_configuration_is_no_pattern(tmp_path: Path) -> None:
    """`a[1]` is a folder, not one that is called `a1`."""
    from cchc_audit.intake.files.sources import expand

    for folder in ("a[1]", "a1"):
        (tmp_path / folder / "exports").mkdir(parents=True)
        (tmp_path / folder / "exports" / f"of {folder}.csv").touch()
        patterns = json.dumps(["exports/*.csv", "exports", f"exports/of {folder}.csv"])
        (tmp_path / folder / "cchc.toml").write_text(f"inputs = {patterns}")
    inputs = load_settings(tmp_path / "a[1]" / "cchc.toml").inputs
    for given in inputs:
        [source] = expand((given,))
        assert Path(source.given).name == "of a[1].csv"
    (tmp_path / "a1" / "missing.csv").touch()
    (tmp_path / "a[1]" / "cchc.toml").write_text('inputs = "missing.csv"')
    [missing] = load_settings(tmp_path / "a[1]" / "cchc.toml").inputs
    with pytest.raises(Exception, match="intake"):
        expand((missing,))
