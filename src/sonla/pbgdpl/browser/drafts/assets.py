"""Load the form helpers on forms inside a section, and nowhere else."""

from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from plone import api
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.browser.occasional import OccasionalViewlet
from sonla.pbgdpl.paths import path_of
from sonla.pbgdpl.section import section_of
from zope.interface import Interface


class IWritingPage(Interface):
    """Mark a page that is no z3c.form but holds text that people write (comments)."""


class FormAssetsViewlet(OccasionalViewlet):
    """Name the scripts and tell them whose form this is; no script stands inline."""

    def available(self) -> bool:
        """Load on forms of people who are logged in, inside a section."""
        return not self.portal_state.anonymous() and self.is_ours()

    def is_ours(self) -> bool:
        """Tell whether the form stands in a section."""
        return section_of(self.context) is not None

    @property
    def static(self) -> str:
        """Give the address of our static files."""
        return f"{self.site_url}/++plone++sonla.pbgdpl"

    @cached_property
    def version(self) -> str:
        """Give what makes browsers fetch the files anew after an update."""
        return version(PACKAGE_NAME)

    @property
    def user_hash(self) -> str:
        """Give a key for the user that does not tell the login name to the next one.

        The portal is part of it: two portals may share a host.
        """
        path = path_of(api.portal.get())
        return digest(path, api.user.get_current().getId() or "")

    @property
    def form_key(self) -> str:
        """Give a key that is the same whenever this form is opened.

        An item keeps its key when it is moved; an add form belongs to container
        and type.
        """
        type_id = getattr(getattr(self.__parent__, "ti", None), "getId", str)()
        name = getattr(self.__parent__, "__name__", "") or ""
        return digest(self.uid, type_id or name)

    @property
    def uid(self) -> str:
        """Give the UID of the item whose form this is, or of the container."""
        return api.content.get_uuid(self.context) or ""

    @property
    def posted(self) -> str:
        """Say that the page answers to a sent form: it shows what was typed itself."""
        return "1" if self.request.get("REQUEST_METHOD") == "POST" else ""

    @property
    def own_uid(self) -> str:
        """Give the UID of the item being edited; empty on an add form."""
        return "" if hasattr(self.__parent__, "ti") else self.uid

    @property
    def known_url(self) -> str:
        """Give the address that answers with known legal documents."""
        return f"{self.context.absolute_url()}/@@pbgdpl-known-documents"


class WritingPageViewlet(FormAssetsViewlet):
    """Do the same for our pages that hold comments, wherever they stand.

    The approval desk of the whole portal is on the site root.
    """

    def is_ours(self) -> bool:
        """Tell that it is."""
        return True


def digest(*parts: str) -> str:
    """Shorten text to 20 hexadecimal digits, fit for a cookie and a storage key."""
    return sha256("\0".join(parts).encode()).hexdigest()[:20]
