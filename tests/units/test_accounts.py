"""People from a file: Plone's rules, all or none, never a password in clear."""

from Acquisition import aq_base
from plone import api
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.units.accounts import add_people
from sonla.pbgdpl.units.accounts import read_people

import pytest

HEADER = "full_name,login,email,unit\n"


@pytest.fixture
def units(section, two_units):
    return section


def read(section, *rows):
    return read_people(section, read_csv(HEADER + "\n".join(rows)))


def members(code):
    return set(api.group.get(groupname=f"pbgdpl-unit-{code}").getGroupMemberIds())


def test_accounts_are_made_and_added(units):
    people = read(
        units,
        "Lò Văn A,lo.van.a,a@example.vn,so-tu-phap",
        "Cà Thị B,,b@example.vn,ubnd-tinh",
    )
    results = add_people(units, people)
    assert [result.status for result in results] == ["created", "created"]
    assert members("so-tu-phap") == {"lo.van.a"}
    member = api.user.get(username="b@example.vn")
    assert member.getProperty("fullname") == "Cà Thị B"
    assert member.getId() in members("ubnd-tinh")
    assert set(member.getRoles()) <= {"Member", "Authenticated"}


def test_existing_accounts_are_only_added(units):
    api.user.create(
        "a@example.vn", "lo.van.a", "Mat-khau-1234", properties={"fullname": "Cũ"}
    )
    people = read(
        units,
        "Tên khác,lo.van.a,moi@example.vn,so-tu-phap",
        "Tên khác,,a@example.vn,ubnd-tinh",
    )
    assert [person.user_id for person in people] == ["lo.van.a", "lo.van.a"]
    add_people(units, people)
    member = api.user.get(userid="lo.van.a")
    assert member.getProperty("fullname") == "Cũ"
    assert member.getProperty("email") == "a@example.vn"
    assert members("so-tu-phap") == members("ubnd-tinh") == {"lo.van.a"}
    again = read(units, "Tên khác,lo.van.a,,so-tu-phap")
    assert [result.status for result in add_people(units, again)] == ["unchanged"]


def test_one_person_in_two_units_gets_one_account(units):
    people = read(
        units,
        "Lò Văn A,lo.van.a,a@example.vn,so-tu-phap",
        "Lò Văn A,lo.van.a,a@example.vn,ubnd-tinh",
    )
    results = add_people(units, people, invite=False)
    assert [result.status for result in results] == ["created", "added"]


@pytest.mark.parametrize(
    "row, error",
    [
        (",moi,a@example.vn,so-tu-phap", "msg_full_name_missing"),
        ("Tên,moi,khong-phai-thu,so-tu-phap", "msg_bad_email"),
        ("Tên,moi,,so-tu-phap", "msg_bad_email"),
        ("Tên,có dấu,a@example.vn,so-tu-phap", "msg_login_not_allowed"),
        ("Tên,moi,a@example.vn,khong-co", "msg_unknown_unit"),
        ("Tên,moi,a@example.vn,", "msg_unknown_unit"),
    ],
)
def test_bad_row_stops_all(units, row, error):
    people = read(units, "Tốt,tot,tot@example.vn,so-tu-phap", row)
    assert [person.error for person in people] == ["", error]
    with pytest.raises(ValueError):
        add_people(units, people)
    assert api.user.get(userid="tot") is None


def test_repeated_rows_are_refused(units):
    row = "Tên,moi,a@example.vn,so-tu-phap"
    assert {p.error for p in read(units, row, row)} == {"msg_person_twice"}


@pytest.mark.parametrize("second", ["khac", ""])
def test_one_address_makes_no_two_accounts(units, second):
    rows = (
        "Lò Văn A,lo.van.a,a@example.vn,so-tu-phap",
        f"Lò Văn A,{second},A@example.vn,ubnd-tinh",
    )
    assert {p.error for p in read(units, *rows)} == {"msg_address_twice"}


def test_an_account_of_that_address_is_left_as_it_is(units):
    api.user.create(email="a@example.vn", username="lo.van.a")
    people = read(
        units,
        "Lò Văn A,lo.van.a,a@example.vn,so-tu-phap",
        "Lò Văn A,khac,a@example.vn,ubnd-tinh",
    )
    assert [person.error for person in people] == ["", "msg_address_twice"]
    people = read(
        units,
        "Lò Văn A,lo.van.a,a@example.vn,so-tu-phap",
        "Lò Văn A,,a@example.vn,ubnd-tinh",
    )
    assert [person.error for person in people] == ["", ""]


@pytest.fixture
def outgoing(portal, monkeypatch):
    """Stand in for the mail server: note what is handed over, or be down."""
    api.portal.set_registry_record("plone.email_from_address", "portal@example.vn")
    messages = []

    def send(self, message, *args, **options):
        if not messages or messages[0] != "down":
            messages.append(str(message))
        else:
            raise OSError("no server")

    mailhost = api.portal.get_tool("MailHost")
    monkeypatch.setattr(type(aq_base(mailhost)), "send", send)
    return messages


def test_invitation_mails_a_link_and_no_password(units, outgoing):
    people = read(units, "Lò Văn A,lo.van.a,a@example.vn,so-tu-phap")
    [result] = add_people(units, people, invite=True)
    assert result.mailed is True
    [message] = outgoing
    assert "passwordreset" in message and "a@example.vn" in message


def test_no_mail_unless_asked_for(units, outgoing):
    people = read(units, "Lò Văn A,lo.van.a,a@example.vn,so-tu-phap")
    [result] = add_people(units, people)
    assert result.mailed is None and outgoing == []


def test_failing_mail_undoes_nothing(units, outgoing):
    outgoing.append("down")
    people = read(units, "Lò Văn A,lo.van.a,a@example.vn,so-tu-phap")
    [result] = add_people(units, people, invite=True)
    assert (result.status, result.mailed) == ("created", False)
    assert members("so-tu-phap") == {"lo.van.a"}


def test_page_checks_gives_errors_and_adds(units, post):
    bad = HEADER + "Tên,moi,sai,so-tu-phap\n=Tốt,tot,t@example.vn,so-tu-phap"
    view, _html = post("pbgdpl-units-people", table=bad, apply="1")
    assert view.step == "confirm" and api.user.get(userid="tot") is None
    view, data = post("pbgdpl-units-people", table=bad, errors="1")
    rows = read_csv(data)
    assert rows[0]["email"] == "sai" and rows[0]["error"]
    assert rows[1]["full_name"] == "=Tốt" and not rows[1]["error"]
    mended = data.replace(b"sai", b"m@example.vn").decode("utf-8-sig")
    view, _html = post("pbgdpl-units-people", table=mended, apply="1")
    assert view.step == "result"
    assert members("so-tu-phap") == {"moi", "tot"}
