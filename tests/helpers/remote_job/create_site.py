"""Make the portal of the instance: with a section and the account of a machine."""

from AccessControl.SecurityManagement import newSecurityManager
from plone import api
from plone.base.utils import get_installer
from Products.CMFPlone.factory import addPloneSite
from Testing.makerequest import makerequest
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

import transaction


def create(app):
    """Make it, in one transaction."""
    app = makerequest(app)
    setRequest(app.REQUEST)
    newSecurityManager(None, app.acl_users.getUserById("admin").__of__(app.acl_users))
    site = addPloneSite(
        app, "Plone", title="P", distribution_name="classic", setup_content=False
    )
    setSite(site)
    assert get_installer(site, app.REQUEST).install_product("sonla.pbgdpl")
    address = "sonla.pbgdpl.public_address"
    api.portal.set_registry_record(address, "http://127.0.0.1/Plone")
    api.content.create(site, "LegalEducationSection", title="PBGDPL")
    for name in ("pbgdpl-runner", "nobody"):
        api.user.create(email="a@example.vn", username=name, password="x" * 20)
    api.group.add_user(groupname="pbgdpl-sync", username="pbgdpl-runner")
    transaction.commit()


create(app)  # noqa: F821 - given by zconsole
