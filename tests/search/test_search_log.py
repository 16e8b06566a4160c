"""From access logs to words and counts, and to nobody."""

from sonla.pbgdpl.search.fruitless.cli import count
from sonla.pbgdpl.search.fruitless.cli import main
from sonla.pbgdpl.search.fruitless.rules import kept_words
from urllib.parse import quote_plus

import pytest

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def line(words, client="10.0.0.1", status=200, more="", agent=BROWSER, page=True):
    return asked(address(words, more, page), "-", client, status, agent)


def address(words, more="", page=True):
    path = "/pl/@@pbgdpl-search" if page else "/pl/@@search"
    return f"{path}?q={quote_plus(words)}{more}"


def asked(target, referer="-", client="10.0.0.1", status=200, agent=BROWSER):
    when = "20/Nov/2026:08:00:00 +0700"
    request = f'"GET {target} HTTP/1.1" {status} 9 "{referer}" "{agent}"'
    return f"{client} - - [{when}] {request}"


def by_two(*arguments, **keywords):
    return [
        line(*arguments, client=client, **keywords)
        for client in ("10.0.0.1", "10.0.0.2")
    ]


def test_words_are_counted_by_day():
    lines = [*by_two("Sổ đỏ"), line("sổ đỏ"), *by_two("ly hôn")]
    assert count(lines) == [
        ("2026-11-20", "ly hôn", 2, 0),
        ("2026-11-20", "sổ đỏ", 2, 0),
    ]
    assert count(lines[::-1]) == count(lines)


RESULTS = f"https://example.vn{address('sổ đỏ')}"


@pytest.mark.parametrize(
    ("target", "referer", "client", "followed"),
    [
        ("/pl/don-vi/lam-so-do", RESULTS, "10.0.0.1", 1),
        ("/pl/don-vi/lam-so-do", RESULTS + "&b_start=20", "10.0.0.1", 1),
        ("/pl/don-vi/lam-so-do", RESULTS, "10.0.0.9", 0),
        ("/pl/don-vi/lam-so-do", "https://example.vn/pl", "10.0.0.1", 0),
        (
            "/pl/don-vi/lam-so-do",
            f"https://example.vn{address('ly hôn')}",
            "10.0.0.1",
            0,
        ),
        ("/pl/don-vi/lam-so-do/@@images/1.png", RESULTS, "10.0.0.1", 0),
        ("/++plone++production/default.css", RESULTS, "10.0.0.1", 0),
        ("/pl/@@ask-question?question=x", RESULTS, "10.0.0.1", 0),
        ("/pl/", RESULTS, "10.0.0.1", 0),
        ("/tin-tuc", RESULTS, "10.0.0.1", 0),
        ("/pl/a", "https://[/@@pbgdpl-search?q=x", "10.0.0.1", 0),
        (address("sổ đỏ"), RESULTS, "10.0.0.1", 0),
    ],
)
def test_who_opens_a_text_of_the_results_has_followed(
    target, referer, client, followed
):
    lines = [*by_two("sổ đỏ"), *[asked(target, referer, client)] * 2]
    assert count(lines) == [("2026-11-20", "sổ đỏ", 2, followed)]
    assert count(lines[::-1]) == count(lines)


@pytest.mark.parametrize(
    "lines",
    [
        [line("chỉ một người")],
        [line("chỉ một người")] * 5,
        by_two("trang sau", more="&b_start=20"),
        by_two("không thấy", status=404),
        by_two("máy", agent="Googlebot/2.1"),
        by_two("trang khác", page=False),
        by_two("0912 345 678"),
        by_two(""),
        ["nonsense", ""],
    ],
)
def test_what_does_not_count(lines):
    assert count(lines) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Sổ đỏ", "sổ đỏ"),
        ("SỔ ĐỎ", "sổ đỏ"),
        ("sổ đỏ của Nguyễn Văn Nam", "sổ đỏ của"),
        ("nguyễn văn nam đánh vợ", "đánh vợ"),
        ("nguyen thi lan ly hon", "ly hon"),
        ("Giàng A Pháo", ""),
        ("ông Nam lấn đất", "ông lấn đất"),
        ("gọi 0912345678", "gọi"),
        ("cccd 014 095 001 234", "cccd"),
        ("hỏi a.b@example.vn và https://x.vn/a", "hỏi và"),
        ("nghị định 168/2024/NĐ-CP", "nghị định 168/2024/nđ-cp"),
        ("số nhà 12/5", "số nhà"),
        ("lê la", "lê la"),
        ("phạm tội", "phạm tội"),
        ("'; drop table", "drop table"),
    ],
)
def test_nobody_is_known_by_what_is_kept(typed, kept):
    assert kept_words(typed) == kept
    assert kept_words(kept) == kept


def test_long_searches_are_cut():
    assert len(kept_words("chợ " * 5000)) <= 100


def test_the_command_writes_a_file(tmp_path):
    log, output = tmp_path / "log", tmp_path / "searches.csv"
    log.write_text("\n".join(by_two("sổ đỏ")), encoding="utf-8")
    assert main([str(log), "--output", str(output)]) == 0
    assert (
        output.read_text("utf-8")
        == "day,words,searches,followed\n2026-11-20,sổ đỏ,2,0\n"
    )
    assert main([str(tmp_path / "none")]) == 2
