"""Every complaint of this room is a whole sentence in both languages."""

from collections.abc import Callable

import pytest

from cchc_audit.analysis.summary import channel_of, keys_of, sort_rows, where
from cchc_audit.core.errors import ConfigError
from cchc_audit.texts import LANGS, Texts

from .dossiers import frame

COMPLAINTS: dict[str, Callable[[], object]] = {
    "summary.key_missing": lambda: keys_of(""),
    "summary.key_unknown": lambda: keys_of("???"),
    "summary.key_near": lambda: keys_of("communes"),
    "summary.key_twice": lambda: keys_of("month,month"),
    "summary.sort_unknown": lambda: sort_rows(frame(), "???"),
    "summary.sort_near": lambda: sort_rows(frame(), "days_lat"),
    "summary.value_near": lambda: where({"commune": ("Ia Pb",)}, values={"commune": ["Ia Pa"]}),
    "summary.value_unknown": lambda: where({"field": ("x",)}, values={"field": ["Hộ tịch"]}),
    "summary.value_nowhere": lambda: where({"agency": ("x",)}, values={"agency": []}),
    "summary.channel_unknown": lambda: channel_of("fax"),
}


@pytest.mark.parametrize("key", COMPLAINTS)
def test_sentences(key: str) -> None:
    with pytest.raises(ConfigError) as error:
        COMPLAINTS[key]()
    assert error.value.key == key
    for lang in LANGS:
        sentence = Texts(lang)(key, **error.value.values)
        assert sentence.endswith((".", "?"))
        assert "{" not in sentence
