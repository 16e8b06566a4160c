"""Who sits in a council on a day: a pure function of the rows."""

from councils import AN
from councils import BINH
from councils import CHAIR
from councils import CHI
from councils import member
from councils import PEOPLE
from councils import ROLES
from councils import START
from councils import VICE
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
from sonla.pbgdpl.core.append_only.periods import is_in_force
from sonla.pbgdpl.councils.rules import changes
from sonla.pbgdpl.councils.rules import composition

DAY = date(2026, 3, 1)
GONE = {**CHI, "ended_on": DAY}
NEW = member("Quàng Thị Dung Mẫu", valid_from=DAY, order=2)


def names(rows):
    return [row["name"].split()[2] for row in rows]


def test_roles_stand_in_the_order_of_their_list_then_numbers():
    rows = [
        member("A A Ba", order=3),
        member("A A Không"),
        member("A A Một", order=1),
        member("A A Lạ", "to-truong"),
        member("A A Phó", VICE),
        AN,
    ]
    found = names(composition(rows, DAY, ROLES))
    assert found == ["An", "Phó", "Một", "Ba", "Không", "Lạ"]


def test_whoever_follows_sits_from_the_day_on_which_the_other_goes():
    rows = [AN, BINH, GONE, NEW]
    before = composition(rows, DAY - timedelta(days=1), ROLES)
    assert names(before) == ["An", "Bình", "Chi"]
    assert names(composition(rows, DAY, ROLES)) == ["An", "Bình", "Dung"]


def test_nobody_sits_before_the_first_day():
    assert composition(PEOPLE, START - timedelta(days=1), ROLES) == []


def test_changes_tell_who_came_and_went():
    last, first = changes([AN, BINH, GONE, NEW], ROLES)
    assert (last.day, names(last.added), names(last.removed)) == (
        DAY,
        ["Dung"],
        ["Chi"],
    )
    assert (first.day, names(first.added), first.removed) == (
        START,
        ["An", "Bình", "Chi"],
        (),
    )
    assert (first.count, last.count) == (3, 3)


def test_whoever_never_sat_is_not_told():
    slip = member("Người Không Ngồi", valid_from=DAY, ended_on=DAY)
    (change, _first) = changes([AN, slip], ROLES)
    assert change.added == change.removed == ()


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
rows_of_any = st.lists(
    st.builds(
        lambda name, start, length: member(
            name,
            CHAIR,
            valid_from=start,
            ended_on=None if length is None else start + timedelta(days=length),
        ),
        st.sampled_from(["a b c", "a b d", "a b e"]),
        days,
        st.none() | st.integers(0, 400),
    ),
    max_size=8,
)


@given(rows_of_any)
def test_changes_added_up_are_the_composition(rows):
    """Going through the history from the start gives each composition that it names."""
    sitting = []
    for change in reversed(changes(rows, ROLES)):
        sitting = [row for row in sitting if row not in change.removed]
        sitting += change.added
        present = [row for row in rows if is_in_force(row, change.day)]
        key = str
        assert sorted(sitting, key=key) == sorted(present, key=key)
        assert change.count == len(present)
