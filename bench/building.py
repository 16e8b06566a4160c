"""Build one data set: `python -m bench.building NAME`, in a process of its own.

Portals are made as an administrator makes them; what fills them see `filling.py`.
"""

from bench.datasets import DATASETS
from bench.datasets import FOLDER
from bench.datasets import mark_ready
from bench.datasets import SITE
from bench.filling import fill
from bench.filling import publish
from bench.texts import Writer
from bench.texts import YEARS
from bench.zope_process import load_zope
from time import perf_counter
from typing import Any

import sys

UNITS = 50
HOME_STORIES = 40
HOME_STORY = """\
<div class="story">
<h3><a href="tin-tuc/tin-{number}">{title}</a></h3>
<p class="day">30/01/2026 – <a href="tin-tuc">Tin tức</a></p>
<p>{summary}</p>
</div>
"""


def build(name: str) -> None:
    """Build a data set and note that it is whole."""
    import transaction

    begin = perf_counter()
    folder = FOLDER / name
    load_zope(folder, DATASETS[name].addon)
    app = opened_application()
    site = create_site(app)
    create_homepage(site)
    if DATASETS[name].addon:
        install_addon(site, app.REQUEST)
        folders = create_section(site)
    else:
        folders = create_folders(site)
    transaction.commit()
    fill(site, folders, DATASETS[name])
    app._p_jar.db().close()
    mark_ready(folder, perf_counter() - begin)


def opened_application() -> Any:
    """Open the database as a manager with a request."""
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.users import system
    from Testing.makerequest import makerequest
    from zope.globalrequest import setRequest

    import Zope2

    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    newSecurityManager(None, system.__of__(app.acl_users))
    return app


def create_site(app: Any) -> Any:
    """Make a classic Vietnamese portal without example content."""
    from Products.CMFPlone.factory import addPloneSite
    from zope.component.hooks import setSite

    site = addPloneSite(
        app,
        SITE,
        title="Cổng thông tin điện tử tỉnh Sơn La",
        distribution_name="classic",
        default_language="vi",
        portal_timezone="Asia/Ho_Chi_Minh",
        setup_content=False,
    )
    setSite(site)
    return site


def create_homepage(site: Any) -> None:
    """Make a home as provinces have it: a page full of news with summaries.

    Written text, so that what Plone's own listings cost does not depend on how
    many items a data set has.
    """
    from plone import api
    from plone.app.textfield.value import RichTextValue

    writer = Writer(seed=1)
    stories = "".join(
        HOME_STORY.format(
            number=number,
            title=writer.title(number, YEARS[-1]),
            summary=writer.sentence(45),
        )
        for number in range(HOME_STORIES)
    )
    page = api.content.create(site, "Document", id="trang-chu", title="Trang chủ")
    page.text = RichTextValue(stories, "text/html", "text/x-html-safe")
    api.content.transition(page, to_state="published")
    site.setDefaultPage("trang-chu")


def add_portlet(site: Any, manager_name: str, name: str, assignment: Any) -> None:
    """Assign a portlet at the root of the portal, unless it has one of that name."""
    from plone.portlets.interfaces import IPortletAssignmentMapping
    from plone.portlets.interfaces import IPortletManager
    from zope.component import getMultiAdapter
    from zope.component import getUtility

    manager = getUtility(IPortletManager, manager_name)
    mapping = getMultiAdapter((site, manager), IPortletAssignmentMapping)
    if name not in mapping:
        mapping[name] = assignment


def install_addon(site: Any, request: Any) -> None:
    """Install the add-on as the Add-ons panel does; it brings its portlet along."""
    from plone.base.utils import get_installer
    from plone.browserlayer.utils import registered_layers
    from plone.portlets.interfaces import IPortletAssignmentMapping
    from plone.portlets.interfaces import IPortletManager
    from sonla.pbgdpl.config import HOMEPAGE_MANAGER
    from sonla.pbgdpl.portlets.legal_education import Assignment
    from zope.component import getMultiAdapter
    from zope.component import getUtility
    from zope.interface import alsoProvides

    get_installer(site, request).install_product("sonla.pbgdpl")
    alsoProvides(request, *registered_layers())
    manager = getUtility(IPortletManager, HOMEPAGE_MANAGER)
    if not getMultiAdapter((site, manager), IPortletAssignmentMapping):
        add_portlet(site, HOMEPAGE_MANAGER, "pbgdpl", Assignment())


def create_section(site: Any) -> list[Any]:
    """Make a published section with published units; give the units."""
    from plone import api

    section = api.content.create(
        site, "LegalEducationSection", id="phap-luat", title="Phổ biến pháp luật"
    )
    publish(section)
    units = []
    for number in range(UNITS):
        unit = api.content.create(
            section,
            "ContributingUnit",
            id=f"don-vi-{number}",
            title=f"Đơn vị {number}",
            code=f"don-vi-{number}",
        )
        publish(unit)
        units.append(unit)
    for item in (section, *units):
        item.reindexObject()
    return units


def create_folders(site: Any) -> list[Any]:
    """Make as many published folders of Plone's own; give them."""
    from plone import api

    parent = api.content.create(site, "Folder", id="noi-dung", title="Nội dung")
    publish(parent)
    folders = []
    for number in range(UNITS):
        folder = api.content.create(
            parent, "Folder", id=f"thu-muc-{number}", title=f"Thư mục {number}"
        )
        publish(folder)
        folders.append(folder)
    for item in (parent, *folders):
        item.reindexObject()
    return folders


if __name__ == "__main__":
    build(sys.argv[1])
