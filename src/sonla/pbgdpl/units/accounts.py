"""People of a unit from a CSV file: checked row by row, created all or none.

Plone's own rules decide what a good e-mail address and login name is. Nobody's
password is chosen or shown: people set their own by the link that Plone mails.
"""

from collections import Counter
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import ensure_group
from sonla.pbgdpl.units.groups import group_name
from sonla.pbgdpl.units.proposals import cell
from typing import Any
from ZODB.POSException import ConflictError

import logging

try:
    from plone.app.users.utils import generate_login_name
    from plone.app.users.utils import generate_user_id
except ImportError:  # Plone 6.1 has them as methods of its forms only
    from plone.app.users.browser.register import BaseRegistrationForm
    from typing import Any

    def generate_login_name(context: Any, data: dict[str, str]) -> str:
        """Return the login name for what is known of a person."""
        form = BaseRegistrationForm(context, context.REQUEST)
        return form.generate_login_name(data)

    def generate_user_id(context: Any, data: dict[str, str]) -> str:
        """Return a free user id for what is known of a person."""
        return BaseRegistrationForm(context, context.REQUEST).generate_user_id(data)


__all__ = ["generate_login_name", "generate_user_id"]


logger = logging.getLogger(__name__)

COLUMNS = {
    "full_name": ("full_name", "ho_ten", "họ_tên", "họ_và_tên", "ho_va_ten"),
    "login": ("login", "ten_dang_nhap", "tên_đăng_nhập"),
    "email": ("email", "e-mail", "thu_dien_tu", "thư_điện_tử"),
    "unit": ("unit", "don_vi", "đơn_vị", "ma_don_vi", "mã_đơn_vị"),
}


@dataclass(frozen=True)
class AccountRow:
    """One row: a person and the unit to whose group they are added.

    `user_id` is that of an account which exists; empty if one is to be created.
    """

    full_name: str
    login: str
    email: str
    unit: str
    line: int = 0
    user_id: str = ""
    error: Any = ""

    @property
    def key(self) -> str:
        """What tells people in one file apart."""
        return (self.login or self.email).lower()


@dataclass(frozen=True)
class PersonResult:
    """What became of one row; `mailed` is None if no mail was asked for."""

    person: AccountRow
    status: str
    mailed: bool | None = None


def read_people(section: Any, rows: Sequence[dict[str, str]]) -> list[AccountRow]:
    """Read and check the rows of a file; a bad row carries its error."""
    units = units_by_code(section)
    people = [read_person(row, at) for at, row in enumerate(rows, start=2)]
    counted = Counter((person.key, person.unit) for person in people)
    shared = shared_addresses(people)
    return [checked(person, units, counted, shared) for person in people]


def shared_addresses(people: Iterable[AccountRow]) -> set[str]:
    """List the e-mail addresses under which rows name more than one account."""
    accounts = {(p.email.lower(), p.user_id or p.key) for p in people if p.email}
    counted = Counter(email for email, _account in accounts)
    return {email for email, number in counted.items() if number > 1}


def read_person(row: dict[str, str], line: int) -> AccountRow:
    """Read one row and find the account that exists for it."""
    cells = {name: cell(row, *names) for name, names in COLUMNS.items()}
    person = AccountRow(**{**cells, "unit": cells["unit"].lower()}, line=line)
    return replace(person, user_id=existing_id(person))


def existing_id(person: AccountRow) -> str:
    """Find an account by the login name; without one, by the e-mail address.

    Two accounts with one address are nobody in particular.
    """
    pas = api.portal.get_tool("acl_users")
    if person.login:
        user = pas.getUser(pas.applyTransform(person.login))
        return user.getId() if user is not None else ""
    found = {
        hit["userid"]
        for hit in pas.searchUsers(email=person.email, exact_match=True)
        if person.email and has_address(hit["userid"], person.email)
    }
    return found.pop() if len(found) == 1 else ""


def has_address(user_id: str, email: str) -> bool:
    """Return whether an account has exactly this address: plugins may search loosely."""
    member = api.user.get(userid=user_id)
    known = member.getProperty("email", "") if member is not None else ""
    return known.lower() == email.lower()


def checked(
    person: AccountRow,
    units: dict[str, Any],
    counted: Counter[tuple[str, str]],
    shared: Collection[str],
) -> AccountRow:
    """Put the first error that a row has on it."""
    problems = (
        unit_problem(person, units),
        account_problem(person),
        repeated_problem(person, counted),
        address_problem(person, shared),
    )
    return replace(person, error=next(filter(None, problems), ""))


def unit_problem(person: AccountRow, units: dict[str, Any]) -> Any:
    """Return what is wrong with the unit of a row."""
    unit = units.get(person.unit)
    if unit is None:
        return _(
            "msg_unknown_unit",
            default="There is no unit with the code ${code}.",
            mapping={"code": person.unit or "–"},
        )
    if is_closed(unit):
        return _("msg_unit_is_closed", default="This unit is closed.")
    return None


def account_problem(person: AccountRow) -> Any:
    """Return what is wrong with the account to be created; existing ones are left alone."""
    if person.user_id:
        return None
    if not person.full_name:
        return _("msg_full_name_missing", default="The full name is missing.")
    registration = api.portal.get_tool("portal_registration")
    if not registration.isValidEmail(person.email):
        return _("msg_bad_email", default="This is not a valid e-mail address.")
    login = generate_login_name(api.portal.get(), account_data(person))
    pas = api.portal.get_tool("acl_users")
    taken = pas.searchUsers(name=login, exact_match=True)
    if taken or (person.login and not registration.isMemberIdAllowed(person.login)):
        return _(
            "msg_login_not_allowed",
            default="This login name is taken or not allowed.",
        )
    return None


def repeated_problem(person: AccountRow, counted: Counter[tuple[str, str]]) -> Any:
    """Refuse a row that names the same person and unit as another."""
    if counted[(person.key, person.unit)] > 1:
        return _("msg_person_twice", default="This person stands in the file twice.")
    return None


def address_problem(person: AccountRow, shared: Collection[str]) -> Any:
    """Refuse to make a second account for an address that stands in the file.

    One person written in two ways would get two accounts, and neither could be found by
    the address any more. Accounts that exist are left as they are.
    """
    if person.user_id or person.email.lower() not in shared:
        return None
    return _(
        "msg_address_twice",
        default="Another row has this e-mail address with another login name.",
    )


def account_data(person: AccountRow) -> dict[str, str]:
    """Return what Plone makes ids and login names of.

    Without a login name the address is it, as its owner will expect.
    """
    return {
        "username": person.login or person.email,
        "email": person.email,
        "fullname": person.full_name,
    }


def add_people(
    section: Any, people: Sequence[AccountRow], invite: bool = False
) -> list[PersonResult]:
    """Create the accounts and put each into the group of its unit.

    Raises ValueError when any row has an error: all or none. A mail that can't be
    sent undoes nothing.
    """
    if any(person.error for person in people):
        raise ValueError("rows with errors")
    units = units_by_code(section)
    created: dict[str, str] = {}
    return [add_person(person, units, created, invite) for person in people]


def add_person(
    person: AccountRow, units: dict[str, Any], created: dict[str, str], invite: bool
) -> PersonResult:
    """Create one account if needed and add it to its group.

    Somebody in two units stands in two rows and gets one account and one mail.
    """
    user_id = person.user_id or created.get(person.key, "")
    status = "added"
    if not user_id:
        user_id = created[person.key] = create_account(person)
        status = "created"
    ensure_group(units[person.unit])
    group = api.group.get(groupname=group_name(person.unit))
    if user_id in group.getGroupMemberIds():
        return PersonResult(person, "unchanged")
    group.addMember(user_id)
    mailed = send_invitation(user_id) if invite and status == "created" else None
    return PersonResult(person, status, mailed)


def create_account(person: AccountRow) -> str:
    """Create an account with a password that nobody knows; return the user id."""
    portal = api.portal.get()
    registration = api.portal.get_tool("portal_registration")
    data = account_data(person)
    user_id = generate_user_id(portal, data)
    login = generate_login_name(portal, data)
    registration.addMember(
        user_id,
        registration.generatePassword(),
        properties={
            "username": user_id,
            "fullname": person.full_name,
            "email": person.email,
        },
    )
    if user_id != login:
        api.portal.get_tool("acl_users").updateLoginName(user_id, login)
    return user_id


def send_invitation(user_id: str) -> bool:
    """Mail the link by which a new member sets a password; return whether it went out."""
    try:
        api.portal.get_tool("portal_registration").registeredNotify(user_id)
    except ConflictError:
        raise
    except Exception:
        logger.exception("Could not mail the invitation of %s", user_id)
        return False
    return True
