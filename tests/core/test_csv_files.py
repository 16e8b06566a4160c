"""CSV as offices make it."""

from datetime import date
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.core.tables.csv_files import split_lines
from sonla.pbgdpl.core.tables.csv_files import UnreadableCsv
from sonla.pbgdpl.core.tables.csv_files import write_csv

import pytest

EXPECTED = [{"tên": "Sở Tư pháp", "mã": "1"}]
WINDOWS = "Tên;Ma\u0303\r\nSơ\u0309 Tư pháp;1\r\n".encode("cp1258")
"""Code page 1258 as programs of Windows write it: tones stand behind their vowels."""


@pytest.mark.parametrize(
    "source",
    [
        "Tên,Mã\nSở Tư pháp,1",
        "Tên;Mã\r\nSở Tư pháp;1\r\n",
        "Tên\tMã\nSở Tư pháp\t1\n\n",
        "Tên;Mã\rSở Tư pháp;1\r",
        "Tên;Mã\rSở Tư pháp;1\r\r;;;;".encode(),
        "\ufeffTên,Mã\n Sở Tư pháp , 1 \n,\n",
        'Tên,Mã\n"Sở Tư pháp",1,thừa',
        "Tên,Mã\nSở Tư pháp,1".encode(),
        "Tên;Mã\nSở Tư pháp;1".encode("utf-8-sig"),
        "Tên\tMã\nSở Tư pháp\t1".encode("utf-16"),
        "Tên\tMã\nSở Tư pháp\t1".encode("utf-16-le"),
        "Tên\tMã\nSở Tư pháp\t1".encode("utf-16-be"),
        WINDOWS,
    ],
)
def test_reads_every_kind(source):
    assert read_csv(source) == EXPECTED


@pytest.mark.parametrize(
    "source",
    [
        b"\xff\x80\x81",
        "Tên;Mã\nSở Tư pháp;1".encode("cp1258", "replace"),
        b"T\xaan;M\xb7\nS\xeb T\xad ph\xb8p;1",
        b"PK\x03\x04\x00\x00",
        "Tên\n" + "x" * 131_073,
        'Tên\n"' + "x\n" * 70_000,
    ],
    ids=[
        "encoding",
        "letters lost",
        "old font",
        "binary",
        "long cell",
        "quote without end",
    ],
)
def test_refuses_what_is_no_text(source):
    with pytest.raises(UnreadableCsv):
        read_csv(source)


@pytest.mark.parametrize("source", ["", "  \n", "Tên,Mã", b""])
def test_nothing_is_no_rows(source):
    assert read_csv(source) == []


def test_formulas_are_made_harmless_and_read_back():
    data = write_csv(["a", "b"], [["=1+1", date(2026, 11, 24)], [None, "-x"]])
    assert data.startswith(b"\xef\xbb\xbf") and b"'=1+1" in data
    assert read_csv(data) == [{"a": "=1+1", "b": "24/11/2026"}, {"a": "", "b": "-x"}]


def test_headings_are_made_harmless_too():
    """The file of refused rows has the headings that came."""
    assert b"'=1+1;b" in write_csv(["=1+1", "b"], [])


def test_numbers_stay_numbers():
    assert write_csv(["a"], [[-3], [-0.5]]).endswith(b"\r\n-3\r\n-0.5\r\n")


def test_no_line_is_read_before_it_is_asked_for():
    assert next(split_lines('a\n"' + "b" * 200_000)) == ["a"]
