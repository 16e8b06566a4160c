"""Build one data set: `python -m bench.building NAME`, in a process of its own.

Portals are made as an administrator makes them; what fills them see `filling.py`.
"""

from bench.datasets import DATASETS
from bench.datasets import FOLDER
from bench.datasets import mark_ready
from bench.datasets import SITE
from bench.filling import fill
from bench.filling import STOCK_TYPES
from bench.publishing import publish
from bench.questions import create_collection
from bench.reports import create_reports
from bench.texts import Writer
from bench.texts import YEARS
from bench.wide_form import store_wide_form
from bench.zope_process import load_zope
from typing import Any

import sys

UNITS = 50
HOME = "trang-chu"
HOME_NEWS = 20
"""News items on the homepage, each with title, day and summary."""

LIST = "danh-sach"
"""Plone's own list of all texts of a portal without the add-on."""
LIST_LENGTH = 20
"""As many as a page of our bookcase shows."""

ANY = "plone.app.querystring.operation.selection.any"


def build(name: str) -> None:
    """Build a data set and note that it is whole."""
    build_pulled(name) if DATASETS[name].pulled else build_filled(name)
    mark_ready(FOLDER / name)


def build_pulled(name: str) -> None:
    """Fetch the records into an empty portal, then keep that."""
    from bench.puller import Puller
    from bench.source import Source

    with Source() as source, Puller("items-0", source.url) as puller:
        puller.pull(DATASETS[name].items)
        puller.ask(do="keep", folder=str(FOLDER / name))


def build_filled(name: str) -> None:
    """Make a portal and fill it."""
    import transaction

    folder = FOLDER / name
    load_zope(folder, DATASETS[name].addon)
    app = opened_application()
    site = create_site(app)
    home = create_home_of_news if DATASETS[name].news else create_home_of_text
    home(site)
    if DATASETS[name].demonstration:
        install_addon(site, app.REQUEST)
        folders = create_demonstration(site)
        if not DATASETS[name].options:
            switch_all_off()
    elif DATASETS[name].addon:
        install_addon(site, app.REQUEST)
        folders = create_section(site)
        create_runner()
        if DATASETS[name].questions:
            create_collection(site)
        if DATASETS[name].activities:
            store_wide_form()
    else:
        folders = create_folders(site)
        create_list(site)
    transaction.commit()
    fill(site, folders, DATASETS[name])
    if DATASETS[name].activities:
        create_reports(folders[0].__parent__, folders[0])
        transaction.commit()
    database = app._p_jar.db()
    database.pack()  # hundreds of commits leave five times what is current
    database.close()


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


def create_home_of_news(site: Any) -> None:
    """Make a home as provinces have it: a listing of news, portlets on both sides."""
    from plone import api
    from plone.app.portlets.portlets import calendar
    from plone.app.portlets.portlets import navigation
    from plone.app.portlets.portlets import news

    create_news(site)
    home = api.content.create(
        site,
        "Collection",
        id=HOME,
        title="Trang chủ",
        query=[{"i": "portal_type", "o": ANY, "v": ["News Item"]}],
        sort_on="effective",
        sort_reversed=True,
        item_count=HOME_NEWS,
    )
    home.setLayout("summary_view")
    api.content.transition(home, to_state="published")
    site.setDefaultPage(HOME)
    add_portlet(home, "plone.leftcolumn", "navigation", navigation.Assignment())
    add_portlet(home, "plone.rightcolumn", "news", news.Assignment(count=5))
    add_portlet(home, "plone.rightcolumn", "calendar", calendar.Assignment())


def create_home_of_text(site: Any) -> None:
    """Make a home of written text.

    Listings of Plone's own cost more the more a portal holds of anything. Here are none.
    """
    from plone import api
    from plone.app.textfield.value import RichTextValue

    writer = Writer(seed=2)
    page = api.content.create(site, "Document", id=HOME, title="Trang chủ")
    page.text = RichTextValue(writer.body(4_000), "text/html", "text/x-html-safe")
    api.content.transition(page, to_state="published")
    site.setDefaultPage(HOME)


def create_news(site: Any) -> None:
    """Make the published news that the homepage lists."""
    from plone import api
    from plone.app.textfield.value import RichTextValue

    writer = Writer(seed=1)
    folder = api.content.create(site, "Folder", id="tin-tuc", title="Tin tức")
    api.content.transition(folder, to_state="published")
    for number in range(HOME_NEWS):
        item = api.content.create(
            folder,
            "News Item",
            id=f"tin-{number}",
            title=writer.title(number, YEARS[-1]),
            description=writer.sentence(25),
            text=RichTextValue(writer.body(200), "text/html", "text/x-html-safe"),
        )
        api.content.transition(item, to_state="published")


def add_portlet(place: Any, manager_name: str, name: str, assignment: Any) -> None:
    """Assign a portlet at a place, unless it has one of that name."""
    from plone.portlets.interfaces import IPortletAssignmentMapping
    from plone.portlets.interfaces import IPortletManager
    from zope.component import getMultiAdapter
    from zope.component import getUtility

    manager = getUtility(IPortletManager, manager_name)
    mapping = getMultiAdapter((place, manager), IPortletAssignmentMapping)
    if name not in mapping:
        mapping[name] = assignment


def create_demonstration(site: Any) -> list[Any]:
    """Import the section and its demonstration; return no folders: nothing more is filled in."""
    for profile in ("sonla.pbgdpl:structure", "sonla.demonstration:default"):
        site.portal_setup.runAllImportStepsFromProfile(profile)
    return []


def switch_all_off() -> None:
    """Leave no option on; what was made of them stays and rests."""
    from sonla.pbgdpl.core.options import switch_to

    switch_to(())


def install_addon(site: Any, request: Any) -> None:
    """Install the add-on as the Add-ons panel does, with its portlet in the centre."""
    from plone.base.utils import get_installer
    from plone.browserlayer.utils import registered_layers
    from plone.portlets.interfaces import IPortletAssignmentMapping
    from plone.portlets.interfaces import IPortletManager
    from sonla.pbgdpl.core.options import all_options
    from sonla.pbgdpl.core.options import switch_to
    from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
    from sonla.pbgdpl.homepage.portlet import Assignment
    from zope.component import getMultiAdapter
    from zope.component import getUtility
    from zope.interface import alsoProvides

    get_installer(site, request).install_product("sonla.pbgdpl")
    switch_to(name for name, _option in all_options())
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


def create_runner() -> None:
    """Make the account of the machine that fetches."""
    from bench.puller import RUNNER
    from plone import api

    api.user.create(email="a@example.vn", username=RUNNER, password="x" * 20)
    api.group.add_user(groupname="pbgdpl-sync", username=RUNNER)


def create_folders(site: Any) -> list[Any]:
    """Make as many published folders of Plone's own; give them.

    One entry of the menu leads to them all, as one leads to the section.
    """
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
    for folder in folders:
        folder.exclude_from_nav = True
        folder.reindexObject()
    return folders


def create_list(site: Any) -> None:
    """Make Plone's own list of all texts, the newest first."""
    from plone import api

    collection = api.content.create(
        site,
        "Collection",
        id=LIST,
        title="Danh sách",
        query=[{"i": "portal_type", "o": ANY, "v": [*STOCK_TYPES]}],
        sort_on="effective",
        sort_reversed=True,
        item_count=LIST_LENGTH,
        exclude_from_nav=True,
    )
    collection.setLayout("summary_view")
    api.content.transition(collection, to_state="published")


if __name__ == "__main__":
    build(sys.argv[1])
