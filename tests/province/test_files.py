"""The files of a province: what is wrong with them is said before a portal works with them."""

from city_portal import import_city
from city_portal import knowing_city
from invented_city import CITY
from pathlib import Path
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.province.checks import problems
from sonla.pbgdpl.province.current import current_province
from sonla.pbgdpl.province.files import NO_PROVINCE
from sonla.pbgdpl.province.files import Province
from sonla.pbgdpl.province.files import SHIPPED_PROVINCE
from sonla.pbgdpl.vocabularies.setup import shipped_rows
from zope.i18n import translate

import invented_city
import pytest
import shutil

DATA = Path(invented_city.__file__).parent / "data"
UNITS, COURTS = "administrative_units.csv", "regional_courts.csv"

BROKEN = {
    "no file": (COURTS, None, None, "regional_courts.csv is missing."),
    "no text": (UNITS, "token", b"\xff", "administrative_units.csv can't be read"),
    "no column": (COURTS, "court", "toa", "regional_courts.csv has no column court."),
    "no section": ("province.cfg", "[province]", "", "province.cfg can't be read"),
    "no name": ("province.cfg", "place = Ví Dụ", "", "province.cfg: place is empty."),
    "other code": (
        "province.cfg",
        "code = 98",
        "code = 99",
        "no line with the token 99",
    ),
    "no council": ("agencies.csv", "hdph-tinh", "hoi-dong", "the token hdph-tinh"),
    "a title lacks": (UNITS, "Phường Thử Nhì", "", "line 4: title is empty."),
    "twice": (UNITS, "98002,", "98001,", "line 4: 98001 stands there twice."),
    "no day": (UNITS, "2025-06-30", "30/6/2025", "line 6: 30/6/2025 is no day."),
    "no unit": (
        COURTS,
        "98002",
        "98009",
        "administrative_units.csv has no unit 98009.",
    ),
    "braces": ("english.txt", "{officers}", "{people}", "only {agency} and {officers}"),
}


@pytest.mark.parametrize("province", [SHIPPED_PROVINCE, CITY])
def test_whole_files(province):
    assert problems(province) == []


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_said(tmp_path, name):
    file, old, new, words = BROKEN[name]
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    path = folder / file
    if old is None:
        path.unlink()
    else:
        before = path.read_bytes()
        sent = new if isinstance(new, bytes) else new.encode()
        path.write_bytes(before.replace(old.encode(), sent))
        assert path.read_bytes() != before
    found = problems(Province("sonla.pbgdpl.province", str(folder)))
    assert words in " ".join(map(translate, found))


def test_files_made_on_windows_are_read(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    for path in (tmp_path / "data").iterdir():
        lines = path.read_text("utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + lines.encode())
    province = Province("sonla.pbgdpl.province", str(tmp_path / "data"))
    assert problems(province) == []
    assert province.names == CITY.names
    assert province.terms("agencies") == CITY.terms("agencies")


def test_a_list_of_its_own_goes_before_that_of_all():
    groups = [row["title"] for row in shipped_rows("GuidanceGroups", CITY)]
    assert "Thành ủy - HĐND - UBND thành phố" in groups
    levels = list(shipped_rows("GovernmentLevels", CITY))
    assert levels == list(shipped_rows("GovernmentLevels", SHIPPED_PROVINCE))


def test_without_a_province_nothing_is_said_of_one():
    assert not any(vars(NO_PROVINCE.names).values())
    assert not (NO_PROVINCE.conversions or NO_PROVINCE.courts)
    assert NO_PROVINCE.english_page == ""
    assert list(shipped_rows("Agencies", NO_PROVINCE)) == []


def test_health_says_when_the_package_is_gone(functional_portal):
    def found():
        return dict(check_health(functional_portal))["province"]

    assert found().ok
    with knowing_city(functional_portal):
        import_city(functional_portal)
        assert found().ok
    assert "No province “vi-du” is registered" in found().detail
    assert not found().ok
    assert current_province() is NO_PROVINCE
