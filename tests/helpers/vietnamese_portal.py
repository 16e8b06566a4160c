"""A Vietnamese portal as a province has it, with section, unit and people."""

from made_once import made_once
from plone import api
from typing import Any

PASSWORD = "Mat-khau-1234"
CONTRIBUTOR = "cong-tac-vien"
EDITOR = "bien-tap-vien"
APPROVER = "nguoi-duyet"
ADMINISTRATOR = "quan-tri"
PEOPLE = {
    CONTRIBUTOR: (),
    EDITOR: ("pbgdpl-editors",),
    APPROVER: ("pbgdpl-approvers",),
    ADMINISTRATOR: ("Administrators",),
}
SECTION = "pho-bien-giao-duc-phap-luat"
UNIT = "so-tu-phap"


def furnish(portal: Any) -> None:
    """Set language and time zone, import the structure, make the people and a unit."""
    made_once(portal, furnish_anew)


def furnish_anew(portal: Any) -> None:
    """Set language and time zone, import the structure, make the people and a unit."""
    speak_vietnamese(portal)
    portal.portal_setup.runAllImportStepsFromProfile("sonla.pbgdpl:structure")
    make_people()
    with api.env.adopt_roles(["Manager"]):
        unit = api.content.create(
            portal[SECTION], "ContributingUnit", UNIT, "Sở Tư pháp", code=UNIT
        )
        unit.manage_setLocalRoles(CONTRIBUTOR, ["PBGDPL Contributor"])
        unit.reindexObjectSecurity()


def speak_vietnamese(portal: Any) -> None:
    """Make Vietnamese the language of the portal, and its title."""
    portal.title = "Cổng thông tin điện tử tỉnh Sơn La"
    for name, value in (
        ("plone.default_language", "vi"),
        ("plone.available_languages", ["vi"]),
        ("plone.portal_timezone", "Asia/Ho_Chi_Minh"),
        ("plone.site_title", portal.title),
    ):
        api.portal.set_registry_record(name, value)
    portal.language = "vi"


def make_people() -> None:
    """Make one invented person of each kind; roles come from groups."""
    for name, groups in PEOPLE.items():
        api.user.create(
            f"{name}@example.vn",
            name,
            PASSWORD,
            roles=["Member"],
            properties={"fullname": f"Người thử {name}"},
        )
        for group in groups:
            api.group.add_user(groupname=group, username=name)
