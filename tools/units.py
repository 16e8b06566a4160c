"""Make the administrative units of the province and their conversions as CSV.

Run at development time only: `python tools/units.py` in an environment with
Python 3.12 or later and the package `vietnam-provinces` (GPL-3), for instance

    python3.13 -m venv units-env && units-env/bin/pip install vietnam-provinces
    units-env/bin/python tools/units.py

The facts it writes are shipped; the package is never needed at run time.

Tokens. Codes of the National Statistics Office (NSO) are used anew: 03646 was the
ward Chiềng Lề and is the ward Tô Hiệu now. A token must mean one unit for ever:
a unit that stands has its code (`03646`), a former district its code and level
(`118-huyen`). A unit that ends later keeps its token; should its code be used anew,
the new unit's token is code and year (`03646-2030`).
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from vietnam_provinces import __data_version__
from vietnam_provinces import ProvinceCode
from vietnam_provinces import Ward
from vietnam_provinces._ward_conversion_2025 import NEW_TO_OLD
from vietnam_provinces._ward_conversion_2025 import OLD_TO_NEW
from vietnam_provinces.legacy import District as OldDistrict
from vietnam_provinces.legacy import ProvinceCode as OldProvinceCode
from vietnam_provinces.legacy import Ward as OldWard
from vietnam_provinces.legacy import WardCode as OldWardCode

import csv
import unicodedata

PROVINCE = 14
PROVINCE_NAME = "Tỉnh Sơn La"
START = date(2025, 7, 1)
DISTRICT_END = date(2025, 6, 30)
DATA = Path(__file__).parents[1] / "src/sonla/pbgdpl/province/data"
UNIT_COLUMNS = ("token", "title", "valid_from", "valid_to", "aliases")
CONVERSION_COLUMNS = (
    "old_code",
    "old_name",
    "old_district",
    "new_token",
    "new_name",
    "valid_from",
    "old_aliases",
)
SPELLINGS = {
    "Nậm ét": "Nặm Ét",
    "Nậm Ét": "Nặm Ét",
    "Noong Lay": "Nong Lay",
    "Sập Vạt": "Sặp Vạt",
    "Pú Pẩu": "Pú Bẩu",
    "Nà Pó": "Nà Bó",
    "Mương Chanh": "Mường Chanh",
    "Mường é": "Mường É",
    "é Tòng": "É Tòng",
    "Liên Hoà": "Liên Hòa",
    "Nậm Păm": "Nặm Păm",
    "Nà Ơt": "Nà Ớt",
}
"""Spellings that official lists disagree on: that of 4 January → that of 30 June 2025."""

NAMES_AT_END = {
    3703: "Thị trấn Mường Giàng",
    3748: "Xã Phổng Ly",
    3910: "Thị trấn Quang Huy",
    3979: "Phường Mộc Sơn",
    3980: "Phường Mộc Lỵ",
    3982: "Phường Thảo Nguyên",
    3983: "Phường Bình Minh",
    3984: "Phường Cờ Đỏ",
    3997: "Xã Tân Yên",
    4000: "Xã Đoàn Kết",
    4015: "Xã Chiềng Chung",
    4027: "Phường Mường Sang",
    4030: "Phường Đông Sang",
    4033: "Phường Vân Sơn",
    4075: "Thị trấn Yên Châu",
}
"""Names of former communes as of 30 June 2025, by code.

The package has conversions of that day and names of 4 January 2025; between them
the town of Mộc Châu was made and communes around four townships were merged. Source: the national
conversion table from which the package's own table is made
(`BangChuyendoiĐVHCmoi_cu_khong_merge.csv` in the package's repository).
"""

DISTRICT_NAMES_AT_END = {123: "Thị xã Mộc Châu"}

PREFIXES = ("Phường ", "Xã ", "Thị trấn ", "Huyện ", "Thị xã ", "Thành phố ", "Tỉnh ")


def nfc(name: str) -> str:
    """Compose a name: lists come composed and decomposed."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def bare(name: str) -> str:
    """Take the kind of unit off a name: `Phường Tô Hiệu` gives `Tô Hiệu`."""
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name


def official(name: str) -> str:
    """Spell a name as the conversion table of 30 June 2025 does."""
    plain = bare(name)
    return name.removesuffix(plain) + SPELLINGS.get(plain, plain)


def aliases(name: str) -> list[str]:
    """List the other spellings of a unit's name, the bare name first."""
    plain = bare(name)
    return [plain, *(old for old, new in SPELLINGS.items() if new == plain)]


def sort_key(name: str) -> tuple[bool, str]:
    """Sort wards before communes, each by name without accents."""
    plain = unicodedata.normalize("NFD", bare(name).replace("Đ", "D").replace("đ", "d"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return not name.startswith("Phường "), plain.lower()


def units() -> Iterator[tuple[str, ...]]:
    """Yield the rows of the vocabulary: province, units that stand, former districts."""
    yield (str(PROVINCE), PROVINCE_NAME, "", "", bare(PROVINCE_NAME))
    names = {int(ward.code): nfc(ward.name) for ward in wards()}
    for code, name in sorted(names.items(), key=lambda item: sort_key(item[1])):
        start = "" if is_unchanged(code, name) else START.isoformat()
        yield (f"{code:05}", name, start, "", ";".join(aliases(name)))
    for code, name in sorted(districts().items()):
        token = f"{code:03}-huyen"
        yield (token, name, "", DISTRICT_END.isoformat(), ";".join(aliases(name)))


def conversions() -> Iterator[tuple[str, ...]]:
    """Yield a row for each former commune and each unit that took over some of it."""
    names = {int(ward.code): nfc(ward.name) for ward in wards()}
    for code, entry in sorted(OLD_TO_NEW.items()):
        if entry.old_ward.province_code != PROVINCE:
            continue
        old = official(nfc(old_ward_name(code)))
        for new in entry.new_wards:
            yield (
                f"{code:05}",
                old,
                f"{entry.old_ward.district_code:03}-huyen",
                f"{new.code:05}",
                names[new.code],
                START.isoformat(),
                ";".join(aliases(old)),
            )


def wards() -> list[Ward]:
    """List the units of the province that stand."""
    return list(Ward.iter_by_province(ProvinceCode(PROVINCE)))


def old_ward_name(code: int) -> str:
    """Return the name that a commune had before 1 July 2025."""
    if code in NAMES_AT_END:
        return NAMES_AT_END[code]
    return OldWard.from_code(OldWardCode(code)).name


def districts() -> dict[int, str]:
    """Map the codes of the former districts to their names on their last day."""
    found = OldDistrict.iter_by_province(OldProvinceCode(PROVINCE))
    names = {int(district.code): nfc(district.name) for district in found}
    return {**names, **DISTRICT_NAMES_AT_END}


def is_unchanged(code: int, name: str) -> bool:
    """Return whether a unit is one former commune of the same code and name."""
    entry = NEW_TO_OLD.get(code)
    if entry is None or [old.code for old in entry.old_wards] != [code]:
        return False
    return nfc(old_ward_name(code)) == name


def write(path: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Write a CSV file and say what it holds."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows")


def main() -> None:
    """Write both files."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=DATA, help="folder to write to")
    folder = parser.parse_args().to
    print(f"vietnam-provinces {version('vietnam-provinces')}, data {__data_version__}")
    write(folder / "administrative_units.csv", UNIT_COLUMNS, list(units()))
    write(folder / "unit_conversions.csv", CONVERSION_COLUMNS, list(conversions()))


if __name__ == "__main__":
    main()
