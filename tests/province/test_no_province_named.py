"""Nothing but the folder of the province names one: no code, template, list, catalogue."""

from province_words import aliases_of_units
from province_words import named_in
from province_words import plain
from province_words import PROVINCES
from province_words import words_of
from sonla.pbgdpl.province.files import SHIPPED_PROVINCE
from source_tree import ROOT

import pytest
import re

PACKAGE = ROOT / "src/sonla/pbgdpl"
FOLDER = PACKAGE / "province/data"
FILES = [
    path
    for path in sorted(PACKAGE.rglob("*"))
    if path.is_file()
    and path.suffix not in (".mo", ".pyc")
    and FOLDER not in path.parents
]
FOLDERS = sorted({path.relative_to(PACKAGE).parts[0] for path in FILES})
IDENTIFIERS = re.compile(
    r"sonla[./](\*|pbgdpl|plonevietnamese|demonstration|referenceserver)"
    r'|tag:sonla\.gov\.vn,|"sonla"'
)
"""Names of packages and of a format stay what they are; so does that of the shipped province."""
WORDS = {
    *words_of(),
    *aliases_of_units(),
    *map(plain, PROVINCES),
    plain(SHIPPED_PROVINCE.names.iso_code),
    "son la",
    "sonla",
}
CODE = re.compile(rf"""["']{SHIPPED_PROVINCE.names.code}["']""")


def named(text, is_code=False):
    """Return what names a province in a text."""
    rest = IDENTIFIERS.sub("", text)
    return named_in(rest, WORDS) + (CODE.findall(rest) if is_code else [])


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_names_a_province(folder):
    found = {}
    for path in FILES:
        if path.relative_to(PACKAGE).parts[0] == folder:
            try:
                text = path.read_text("utf-8")
            except UnicodeDecodeError:
                continue
            if words := named(text, path.suffix == ".py"):
                found[str(path.relative_to(PACKAGE))] = words
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "such as Sở Tư pháp tỉnh Sơn La.",
        "Gửi UBND XÃ CHIỀNG MAI",
        "https://www.sonla.gov.vn",
        "in Son La Province",
        "như Lai Châu (2025)",
        'PROVINCE = "14"',
        '{"VN-05": code}',
    ],
)
def test_what_names_one_is_seen(text):
    assert named(text, is_code=True)


@pytest.mark.parametrize(
    "text",
    ["from sonla.pbgdpl import _", "sonla/pbgdpl/x.py", 'width="140"', "cấp xã, tỉnh"],
)
def test_identifiers_and_plain_words_name_none(text):
    assert not named(text, is_code=True)


def test_files_are_looked_at():
    assert len(FILES) > 1000
    assert {"locales", "search", "vocabularies", "profiles"} <= set(FOLDERS)
