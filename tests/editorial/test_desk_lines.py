"""What is to be done, by its day: sorted, grouped and counted."""

from datetime import date
from datetime import timedelta
from sonla.pbgdpl.editorial.desk_lines import count_due
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import merged
from sonla.pbgdpl.editorial.desk_lines import work_lists
from zope.i18n import interpolate

import pytest

DAY = date(2026, 12, 1)
"""A Tuesday."""
LIST = "http://nohost/desk?of=phuong"


def line(title="Hồ sơ", days=None, **more):
    due = None if days is None else DAY + timedelta(days=days)
    return DeskLine(title, f"http://nohost/{title}", "Duyệt", due, **more)


def titles(lines, whole=""):
    lists = work_lists(lines, DAY, whole)
    return {one["name"]: [line.title for line in one["lines"]] for one in lists}


@pytest.mark.parametrize(
    ("days", "name", "words"),
    [
        (None, "now", "Waits"),
        (-2, "now", "2 day(s) late"),
        (0, "now", "Today"),
        (5, "week", "${weekday}, 06/12"),
        (6, "later", "07/12"),
        (31, "later", "01/01/2027"),
    ],
)
def test_a_line_stands_in_one_list_by_its_day(days, name, words):
    one = line(days=days)
    assert titles([one]) == {"now": [], name: ["Hồ sơ"]}
    shown = one.when(DAY)
    mapping = {**(getattr(shown, "mapping", None) or {}), "weekday": "${weekday}"}
    assert interpolate(getattr(shown, "default", None) or shown, mapping) == words
    assert count_due([one], DAY) == (name == "now")


def test_what_is_alike_is_one_line_with_its_number():
    alike = {"kind": "Tuyên truyền viên", "list_url": LIST}
    lines = [line(str(number), 2, **alike) for number in range(195)]
    one = work_lists([*lines, line("Khác", 3, **alike)], DAY)[1]["lines"][0]
    assert (one.title, one.url, one.number) == ("195 tuyên truyền viên", LIST, 195)
    assert titles([*lines, line("Khác", 3, **alike)])["week"] == [one.title, "Khác"]
    assert titles([line("Một", 2), line("Hai", 2)])["week"] == ["Một", "Hai"]
    for others, place in (("Xã A", "Xã A"), ("Xã B", "")):
        places = [line(one, 2, place=one, **alike) for one in ("Xã A", others)]
        assert work_lists(places, DAY)[1]["lines"][0].place == place


def test_five_lines_a_list_then_the_number_of_what_is_left_out():
    lines = [line(str(number), -number) for number in range(9)]
    (now,) = work_lists(lines, DAY)
    assert [one.title for one in now["lines"]] == ["8", "7", "6", "5", "4"]
    assert (now["number"], now["more"], now["has_late"]) == (9, 4, True)
    assert len(titles(lines, "now")["now"]) == 9


def test_what_several_say_of_an_item_is_one_line_with_the_earliest_day():
    first = line(uid="a", kind="Người")
    others = [line("Xin thêm", 2, uid="a", about="Giấy tờ"), line("Xét", 5, uid="a")]
    (one,) = merged([first, *others])
    assert (one.title, one.due, one.about) == ("Hồ sơ", others[0].due, "Giấy tờ")
    assert len(merged([line(), line()])) == 2
    apart = line(is_apart=True)
    assert titles([apart]) == {"now": []} and count_due([apart], DAY) == 0
