"""Rows in letters of an old code page below a sound header, or among sound rows."""

from pathlib import Path

import pytest

from cchc_audit.core.errors import InputError
from intake.exports import opened, rows, write

HEADER = "Ma ho so,Ngay tiep nhan,Don vi,Trang thai,Thoi han giai quyet,Dia chi"
SOUND = "UBND xã Bản Lầu,Đang xử lý,10 ngày làm việc,Thôn 1"
TCVN3 = "UBND x· B¶n LÇu,§ang xö lý,10 ngµy lµm viÖc,Th«n 1"
VNI = "UBND xaõ Baûn Laàu,Ñang xöû lyù,10 ngaøy laøm vieäc,Thoân 1"
AGAIN = SOUND.encode().decode("latin-1")


def _lines(*bodies: str) -> list[str]:
    return [f"H-{n:03},05/01/2026 08:30,{body}" for n, body in enumerate(bodies)]


@pytest.mark.parametrize("sound", [0, 6])
@pytest.mark.parametrize(
    ("body", "key"),
    [
        (TCVN3, "intake.encoding_refused"),
        (VNI, "intake.encoding_refused"),
        (AGAIN, "intake.double_encoded"),
    ],
)
def test_is_refused_by_name(tmp_path: Path, body: str, key: str, sound: int) -> None:
    path = write(tmp_path, *_lines(*[SOUND] * sound, *[body] * 6), header=HEADER)
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == key


@pytest.mark.parametrize(
    "address",
    [
        "xaõ Suoái Maây, phöôøng 1",
        "x· Suèi M©y, ph­êng 1",
        "Tổ 1 · Thôn Hoà Bình",
        "Đường Nguyễn Hữu Thọ «cũ»",
        "Köln, Malmö, Þingvellir",
    ],
)
def test_addresses_in_letters_of_their_own_spoil_nothing(tmp_path: Path, address: str) -> None:
    body = SOUND.replace("Thôn 1", f'"{address}"')
    assert rows(opened(write(tmp_path, *_lines(*[body] * 20), header=HEADER))).height == 20
