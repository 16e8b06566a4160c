"""Read pages of a portal that is not ours, in a Zope that knows the egg or doesn't.

Run as a program: `python -S host_pages.py PACKAGES CONF STEP...`. Nothing that is installed in
the environment is seen but what stands in the folder PACKAGES, so a Zope without the egg is one
in which it is not installed. STEP is `make`, `install`, `uninstall`, or `look=FILE`, which
writes the answers to all pages as JSON.
"""

from pathlib import Path
from typing import Any

import json
import site
import sys

SITE = "cong"
EGG = "sonla.pbgdpl"
STAYS = "Products.CMFPlacefulWorkflow"
"""What the add-on needs and leaves installed; a portal that has it sees nothing of that."""
MEMBER = ("thanh-vien", "Mat-khau-1234")
PEOPLE = {"Anonymous": None, "Member": MEMBER, "Manager": ("admin", "admin")}
PAGES = {
    "Anonymous": (
        "",
        "trang-chu",
        "tin-tuc",
        "tin-tuc/tin-1",
        "tin-tuc/tin-2",
        "tin-tuc/hop",
        "tin-tuc/danh-muc",
        "author/admin",
        "gop-y",
        "@@search",
        "@@search?SearchableText=tin",
        "@@ajax-search?SearchableText=tin",
        "contact-info",
        "accessibility-info",
        "login",
        "mail_password_form",
        "@@register",
        "sitemap",
        "khong-co-trang",
        "tin-tuc/khong-co-trang",
    ),
    "Member": (
        "",
        "tin-tuc/tin-1",
        "tin-tuc/hop",
        "@@personal-information",
        "@@personal-preferences",
        "@@change-password",
    ),
    "Manager": (
        "",
        "tin-tuc",
        "tin-tuc/tin-1",
        "tin-tuc/tin-1/edit",
        "tin-tuc/tin-1/@@sharing",
        "tin-tuc/tin-1/@@historyview",
        "tin-tuc/tin-1/content_status_history",
        "tin-tuc/tin-1/delete_confirmation",
        "tin-tuc/tin-1/object_rename",
        "tin-tuc/folder_contents",
        "tin-tuc/folder_factories",
        "tin-tuc/++add++Document",
        "tin-tuc/++add++Event",
        "tin-tuc/danh-muc/edit",
        "@@topbar-manage-portlets/plone.leftcolumn",
        "@@site-controlpanel",
        "@@mail-controlpanel",
        "@@search-controlpanel",
        "@@usergroup-userprefs",
    ),
}
UNSEEN = ("Date", "Content-Length", "Set-Cookie", "X-Varnish")
"""Heads of answers that say when and to whom it was answered."""


def make(app: Any) -> None:
    """Make the portal with what a province's portal has, and a member."""
    from foreign_content import furnish
    from plone import api
    from plone.base.utils import get_installer
    from Products.CMFPlone.factory import addPloneSite
    from zope.component.hooks import setSite

    portal = addPloneSite(
        app,
        SITE,
        title="Cổng thông tin điện tử",
        distribution_name="classic",
        default_language="vi",
        portal_timezone="Asia/Ho_Chi_Minh",
        setup_content=False,
    )
    setSite(portal)
    assert get_installer(portal, app.REQUEST).install_product(STAYS)
    furnish(portal)
    api.content.transition(portal["tin-tuc"]["danh-muc"], "publish")
    name, password = MEMBER
    api.user.create(email=f"{name}@example.vn", username=name, password=password)


def install(app: Any) -> None:
    """Install the add-on."""
    _installer(app).install_product(EGG)


def uninstall(app: Any) -> None:
    """Uninstall it."""
    _installer(app).uninstall_product(EGG)


def _installer(app: Any) -> Any:
    from plone.base.utils import get_installer
    from zope.component.hooks import setSite

    setSite(app[SITE])
    return get_installer(app[SITE], app.REQUEST)


def look(wsgi: Any) -> dict[str, Any]:
    """Return what each page answers, by who asks and its address."""
    from webtest import TestApp

    found = {}

    def ask(who: str, path: str) -> Any:
        browser = TestApp(wsgi)
        if PEOPLE[who]:
            browser.authorization = ("Basic", PEOPLE[who])
        return browser.get(f"/{SITE}/{path}", expect_errors=True)

    for path in ("", *(path for path in PAGES["Manager"] if path.endswith("/edit"))):
        ask("Manager", path)  # A first look makes something, a form locks its item
    for who, paths in PAGES.items():
        for path in paths:
            answer = ask(who, path)
            heads = sorted(
                (name, value)
                for name, value in answer.headers.items()
                if name not in UNSEEN
            )
            found[f"{who} {path}"] = [answer.status_int, heads, answer.text]
    return found


def do(step: Any) -> None:
    """Take a step as the Manager, and commit it."""
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.SecurityManagement import noSecurityManager
    from Testing.makerequest import makerequest
    from zope.component.hooks import setSite
    from zope.globalrequest import clearRequest
    from zope.globalrequest import setRequest

    import transaction
    import Zope2

    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    admin = app.acl_users.getUserById("admin")
    newSecurityManager(None, admin.__of__(app.acl_users))
    step(app)
    transaction.commit()
    noSecurityManager()
    setSite(None)
    clearRequest()
    app._p_jar.close()


def main(packages: str, conf: str, *steps: str) -> None:
    """Start Zope with what stands in a folder, and take the steps."""
    site.addsitedir(packages)
    from Zope2.Startup.run import make_wsgi_app

    wsgi = make_wsgi_app({}, conf)
    known = {"make": make, "install": install, "uninstall": uninstall}
    for step in steps:
        name, _, file = step.partition("=")
        if name in known:
            do(known[name])
        else:
            Path(file).write_text(json.dumps(look(wsgi)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
