"""A browser for each person of the chain, and their usual ways through the portal."""

from DateTime import DateTime
from journey_pages import fill_section
from made_once import made_once
from new_items import create
from plone import api
from public_content import picture
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage.rendering import offered_blocks
from typing import Any
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import transaction


@pytest.fixture
def site(functional_portal) -> Any:
    """Return the Vietnamese portal; what a test makes in it must be committed."""
    furnish(functional_portal)
    transaction.commit()
    return functional_portal


@pytest.fixture
def filled(site):
    """Return the portal with one public text of each type, news with pictures, a full slot."""
    made_once(site, fill)
    transaction.commit()
    return site


def fill(site: Any) -> None:
    """Make the texts and the news, and choose all blocks."""
    fill_section(site)
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    with api.env.adopt_roles(["Manager"]):
        for number in range(6):
            news = create(
                site[SECTION][UNIT],
                "LegalNews",
                title=f"Tin số {number}",
                image=picture(),
            )
            set_state(news, workflow, "published")
            news.effective_date = DateTime() - 1
            news.reindexObject()
    portlet = site.restrictedTraverse(f"++contextportlets++{HOMEPAGE_MANAGER}")
    portlet["legal-education"].homepage_blocks = tuple(
        name for name, title in offered_blocks(site, site.REQUEST)
    )
