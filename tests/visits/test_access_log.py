"""Access logs: what counts as a view or a download, and what doesn't."""

from datetime import date
from sonla.pbgdpl.visits.cli import count
from sonla.pbgdpl.visits.cli import main
from sonla.pbgdpl.visits.cli import VisitFigure

import gzip
import pytest

PHONE = "Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile"
DAY = date(2026, 11, 20)
FILM = "/pl/phim"
FETCH = f"{FILM}/@@download/file/phim%20hay.mp4"


def line(target=FILM, status=200, agent=PHONE, client="203.0.113.7", method="GET"):
    return (
        f'{client} - - [20/Nov/2026:10:00:00 +0700] "{method} {target} HTTP/1.1" '
        f'{status} 512 "https://example.vn/\\"x" "{agent}"\n'
    )


@pytest.mark.parametrize(
    "target",
    [
        FILM,
        f"{FILM}/",
        f"{FILM}/view",
        f"{FILM}?utm=1",
        f"http://pl.example.vn{FILM}",
        "/pl/ph%69m",
    ],
)
def test_view(target):
    assert count([line(target)]) == [VisitFigure(DAY, FILM, 1, 0)]


def test_view_from_a_browser_s_cache_counts():
    assert count([line(status=304)]) == [VisitFigure(DAY, FILM, 1, 0)]


def test_download():
    assert count([line(FETCH), line(FETCH)]) == [VisitFigure(DAY, FILM, 0, 2)]


def test_parts_of_a_film_count_once_a_reader_and_day():
    parts = [line(FETCH, 206)] * 9
    parts += [line(FETCH, 206, client="203.0.113.8")] * 3
    assert count(parts) == [VisitFigure(DAY, FILM, 0, 2)]


@pytest.mark.parametrize(
    "lines",
    [
        [line(status=404)],
        [line(status=302)],
        [line(status=500)],
        [line(FETCH, 416)],
        [line(method="POST")],
        [line(method="HEAD")],
        [line(agent="Mozilla/5.0 (compatible; Googlebot/2.1)")],
        [line(agent="curl/8.0")],
        [line(agent="-")],
        [line("/++plone++sonla.pbgdpl/pbgdpl.css")],
        [line(f"{FILM}/@@images/poster/large")],
        [line(f"{FILM}/@@download/captions")],
        [line("/favicon.ico")],
        [line("/" + "a" * 2000)],
        [line("http://[broken/x")],
        [
            "",
            "\n",
            "nonsense",
            '1.2.3.4 - - [99/Foo/2026:1] "GET / HTTP/1.1" 200 1 "" "x"',
        ],
    ],
)
def test_what_does_not_count(lines):
    assert [figure for figure in count(lines) if figure.path not in ("/", "")] == []


@pytest.fixture
def logs(tmp_path):
    (tmp_path / "access.log").write_text(line() + line(FETCH))
    with gzip.open(tmp_path / "access.log.1.gz", "wt") as packed:
        packed.write(line() + line("/other"))
    return [str(path) for path in sorted(tmp_path.glob("access*"))]


def test_command_reads_plain_and_packed_logs(logs, tmp_path, capsys):
    target = tmp_path / "figures.csv"
    assert main([*logs, "--output", str(target), "--under", "/pl", "--all-days"]) == 0
    expected = f"day,path,views,downloads\n2026-11-20,{FILM},2,1\n"
    assert target.read_text() == expected
    assert main([*reversed(logs), "--under", "/pl", "--all-days"]) == 0
    assert capsys.readouterr().out == expected


def test_command_leaves_the_unfinished_last_day_out(tmp_path, capsys):
    later = line("/other").replace("20/Nov/2026", "21/Nov/2026")
    (tmp_path / "log").write_text(later + line())
    assert main([str(tmp_path / "log")]) == 0
    assert (
        capsys.readouterr().out == f"day,path,views,downloads\n2026-11-20,{FILM},1,0\n"
    )


def test_command_says_what_it_cannot_read(tmp_path, capsys):
    assert main([str(tmp_path / "none.log")]) == 2
    assert "none.log" in capsys.readouterr().err


def test_command_leaves_the_old_file_when_a_log_is_broken(tmp_path):
    broken, target = tmp_path / "broken.gz", tmp_path / "figures.csv"
    broken.write_bytes(gzip.compress(line().encode() * 9000)[:-9])
    target.write_text("old")
    assert main([str(broken), "--output", str(target), "--all-days"]) == 2
    assert target.read_text() == "old"
