"""What the wing gives to commands by name, without loading more than was asked for."""

import subprocess
import sys

import pytest

from cchc_audit import audit


@pytest.mark.parametrize(("name", "module"), audit._HOMES.items())
def test_every_question_is_where_the_table_says(name: str, module: str) -> None:
    assert getattr(audit, name).__module__ == f"cchc_audit.audit.{module}"


def test_another_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="listing"):
        audit.listing  # type: ignore[attr-defined]  # noqa: B018


def test_the_table_itself_loads_nothing() -> None:
    code = "import sys, cchc_audit.audit; assert not {'polars', 'pydantic'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
