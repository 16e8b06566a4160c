"""The groups of the section: who contributes, edits, approves and synchronises.

They hold roles only locally, on sections and units; none gets a global role.
"""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.preserved import preserve
from sonla.pbgdpl.core.preserved import restore
from sonla.pbgdpl.core.setup import full_name
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.ui.section_pages import ListingPage
from sonla.pbgdpl.units.group_lists import register_vocabularies
from sonla.pbgdpl.units.group_lists import unregister_vocabularies
from sonla.pbgdpl.units.groups import PREFIX
from sonla.pbgdpl.units.groups import remove_group
from typing import Any
from zope.i18n import translate

import logging

logger = logging.getLogger(__name__)

GROUPS_KEY = "sonla.pbgdpl.remembered_groups"
TITLES = {
    "pbgdpl-contributors": _(
        "group_contributors", default="Legal education: contributors"
    ),
    "pbgdpl-editors": _("group_editors", default="Legal education: editors"),
    "pbgdpl-approvers": _("group_approvers", default="Legal education: approvers"),
    "pbgdpl-sync": _("group_sync", default="Legal education: data exchange"),
}

UNIT_LISTING = ListingPage(
    order=90,
    key="don-vi",
    title="Đơn vị cung cấp thông tin",
    description="Các cơ quan, địa phương tham gia cung cấp thông tin cho chuyên trang.",
    criteria={"portal_type": (UNIT_TYPE,)},
    sort_on="sortable_title",
)
"""In a new section. Units stand in the section itself, as a stock folder takes none."""


def create_groups() -> None:
    """Create the groups that are missing; sections that are adopted give them roles.

    Titles are stored, so they are written in Vietnamese, the language of the portals
    this is made for. A group that exists keeps its title and members.
    """
    for name, title in TITLES.items():
        if api.group.get(groupname=name) is None:
            api.group.create(
                groupname=name,
                title=translate(title, target_language="vi"),
                roles=[],
                groups=[],
            )


def our_groups() -> list[str]:
    """List the ids of our groups and those of units, in alphabetical order.

    Others may have made groups whose names merely begin like ours.
    """
    names = (group.getId() for group in api.group.get_groups())
    return sorted(name for name in names if name in TITLES or name.startswith(PREFIX))


def group_members_report() -> dict[str, list[str]]:
    """Return which user ids are in which of our groups, before these are removed."""
    return {
        name: sorted(api.group.get(groupname=name).getGroupMemberIds())
        for name in our_groups()
    }


def remove_groups() -> None:
    """Remove our groups."""
    for name in our_groups():
        remove_group(name)


def remember_groups() -> None:
    """Store titles and members of our groups with the first section."""
    groups = map(api.group.get, our_groups())
    preserve(
        GROUPS_KEY,
        {
            group.getId(): {
                "title": group.getProperty("title"),
                "members": sorted(group.getGroupMemberIds()),
            }
            for group in groups
        },
    )


def restore_groups() -> None:
    """Bring back what `remember_groups` stored; accounts that are gone are left out.

    Local roles on units name groups; without the group they would give nothing.
    """
    for name, facts in restore(GROUPS_KEY).items():
        if api.group.get(groupname=name) is None:
            api.group.create(groupname=name, title=facts["title"], roles=[], groups=[])
        for user_id in facts["members"]:
            if api.user.get(userid=user_id) is None:
                logger.info("%s is no longer there to be in group %s", user_id, name)
            else:
                api.group.add_user(groupname=name, username=user_id)


class GroupsStep(SetupStep):
    """Create the groups, with those of units and the people in them."""

    order = 40

    def install(self, site: Any) -> None:
        """Create the groups, and bring back those that were there."""
        create_groups()
        restore_groups()
        register_vocabularies(site)

    def uninstall(self, site: Any) -> None:
        """Remove the groups; who was in them is kept with the section and in the log."""
        for name, members in group_members_report().items():
            logger.info(
                "Group %s goes, its members: %s", name, ", ".join(members) or "-"
            )
        remember_groups()
        remove_groups()
        unregister_vocabularies(site)

    def remains(self, site: Any) -> Iterator[Remainder]:
        """List the groups that go, with the names of their members."""
        yield Remainder(
            20,
            name="pbgdpl-groups",
            heading=_(
                "heading_groups_go", default="Groups that go, with their members"
            ),
            terms=tuple(
                (
                    api.group.get(groupname=name).getProperty("title") or name,
                    ", ".join(map(full_name, members)),
                )
                for name, members in group_members_report().items()
            ),
            no_terms=_("msg_no_groups_go", default="There is no group of the add-on."),
            no_details=_("msg_no_members", default="No members."),
        )
