"""The shipped units are those of the province, and no code means two of them."""

from collections import Counter
from datetime import date
from invented_city import CITY
from sonla.pbgdpl.province.files import SHIPPED_PROVINCE
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.setup import shipped_rows

import pytest
import unicodedata

DISTRICTS = dict(
    zip(
        (116, *range(118, 129)),
        (4, 4, 10, 5, 6, 8, 8, 5, 8, 9, 4, 4),
        strict=True,
    )
)
"""Former district → number of the units that stand in its place."""


@pytest.fixture(scope="module")
def units():
    return {
        row["token"]: row
        for row in shipped_rows("AdministrativeUnits", SHIPPED_PROVINCE)
    }


@pytest.fixture(scope="module")
def conversions():
    return SHIPPED_PROVINCE.conversions


def test_province_communes_and_former_districts(units):
    kinds = Counter(row["title"].split()[0] for row in units.values())
    assert units["14"]["title"] == "Tỉnh Sơn La"
    assert kinds["Xã"] == 67
    assert kinds["Phường"] == 8
    former = [token for token in units if token.endswith("-huyen")]
    assert former == [f"{code}-huyen" for code in DISTRICTS]
    assert {units[token]["valid_to"] for token in former} == {date(2025, 6, 30)}


@pytest.mark.parametrize(
    "token,title",
    [
        ("03646", "Phường Tô Hiệu"),
        ("03664", "Phường Chiềng An"),
        ("03979", "Phường Mộc Sơn"),
        ("03727", "Xã Mường É"),
        ("03856", "Xã Bắc Yên"),
        ("121-huyen", "Huyện Bắc Yên"),
        ("123-huyen", "Thị xã Mộc Châu"),
        ("116-huyen", "Thành phố Sơn La"),
        ("04246", "Xã Mường Lạn"),
    ],
)
def test_known_units(units, token, title):
    assert units[token]["title"] == title


def test_unchanged_communes_have_no_start(units):
    unchanged = {
        row["title"]
        for token, row in units.items()
        if len(token) == 5 and row["valid_from"] is None
    }
    assert unchanged == {
        f"Xã {name}"
        for name in (
            "Mường Lạn",
            "Phiêng Khoài",
            "Suối Tọ",
            "Ngọc Chiến",
            "Tân Yên",
            "Mường Bám",
            "Mường Lèo",
        )
    }


def test_every_former_commune_went_somewhere(units, conversions):
    assert len({row["old_code"] for row in conversions}) == 200
    assert {row["new_token"] for row in conversions} == {
        t for t in units if len(t) == 5
    }
    assert {row["old_district"] for row in conversions} <= set(units)
    for row in conversions:
        assert row["new_name"] == units[row["new_token"]]["title"]


def test_units_stand_in_the_place_of_their_districts(conversions):
    where = {}
    for row in conversions:
        where.setdefault(row["new_token"], []).append(row["old_district"])
    main = Counter(Counter(found).most_common(1)[0][0] for found in where.values())
    assert main == {f"{code}-huyen": count for code, count in DISTRICTS.items()}


@pytest.mark.parametrize(
    "old_code,old_name,new_token",
    [
        ("03646", "Phường Chiềng Lề", "03646"),
        ("03649", "Phường Tô Hiệu", "03646"),
        ("03664", "Xã Chiềng Xôm", "03664"),
        ("04056", "Xã Chiềng Xuân", "03985"),
        ("03712", "Xã Nặm Ét", "03712"),
    ],
)
def test_known_conversions(conversions, old_code, old_name, new_token):
    found = [(r["old_code"], r["old_name"], r["new_token"]) for r in conversions]
    assert (old_code, old_name, new_token) in found


@pytest.mark.parametrize(
    "spelling,old_code",
    [("Nậm Ét", "03712"), ("Noong Lay", "03754"), ("Pú Pẩu", "04174")],
)
def test_old_spellings_are_aliases(conversions, spelling, old_code):
    (row,) = [row for row in conversions if row["old_code"] == old_code]
    assert spelling in row["old_aliases"].split(";")


@pytest.mark.parametrize("province", [SHIPPED_PROVINCE, CITY], ids=["own", "city"])
@pytest.mark.parametrize("name", VOCABULARY_FIELDS)
def test_shipped_lists_are_clean(name, province):
    rows = list(shipped_rows(name, province))
    assert rows
    tokens = [row["token"] for row in rows]
    titles = [row["title"] for row in rows]
    assert len(set(tokens)) == len(tokens)
    assert len(set(titles)) == len(titles)
    assert all(token.isascii() and ";" not in token for token in tokens)
    for title in titles:
        assert title == unicodedata.normalize("NFC", title).strip()
