"""The blocks of activities on homepage and landing page: the council's, and reporters'."""

from activities import hold
from activities import moment
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
from sonla.pbgdpl.homepage.rendering import offered_blocks
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import pytest

BLOCKS = {
    "council-activities": ("council", "Hội nghị của Hội đồng"),
    "reporters-activities": ("reporters", "Buổi nói chuyện của báo cáo viên"),
}


@pytest.fixture
def render(portal, section):
    request = portal.REQUEST
    alsoProvides(request, IBrowserLayer)

    def rendered(name, count=5):
        block = getMultiAdapter((portal, request), IHomepageBlock, name=name)
        return block.render(BlockOptions(count=count, roots=(path_of(section),)))

    return rendered


@pytest.mark.parametrize("name", BLOCKS)
def test_each_shows_what_its_own_held(section, render, name):
    assert render(name).html == ""
    for organiser, title in (*BLOCKS.values(), ("agency", "Lớp của một cơ quan")):
        hold(section, title, organiser_kind=organiser)
    hold(section, "Chưa ai duyệt", organiser_kind=BLOCKS[name][0], public=False)
    content = render(name)
    shown = [title for _kind, title in BLOCKS.values() if title in content.html]
    assert shown == [BLOCKS[name][1]]
    assert "Lớp của một cơ quan" not in content.html
    assert "Chưa ai duyệt" not in content.html
    url = f"{section.absolute_url()}/@@activities?organiser={BLOCKS[name][0]}"
    assert content.more_url == url


def test_so_many_as_are_asked_for(section, render):
    for day in (1, 2, 3):
        hold(
            section, f"Hội nghị {day}", organiser_kind="council", start=moment(day=day)
        )
    html = render("council-activities", count=2).html
    assert sum(f"Hội nghị {day}" in html for day in (1, 2, 3)) == 2


def test_both_can_be_picked(portal, section, render):
    assert set(BLOCKS) <= set(dict(offered_blocks(portal, portal.REQUEST)))
