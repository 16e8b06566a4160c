"""Load the form helpers on our forms and those inside a section, and nowhere else."""

from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from plone import api
from plone.dexterity.interfaces import IDexterityEditForm
from plone.locking.interfaces import ILockable
from plone.protect import CheckAuthenticator
from plone.uuid.interfaces import IUUID
from Products.CMFCore.permissions import AddPortalContent
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.file_signatures import MAX_PICTURE_MEGABYTES
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.markup.pictures import place_of
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.static_files import static_path
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from zope.interface import Attribute
from zope.interface import Interface
from ZPublisher import HTTPRequest


class IWritingPage(Interface):
    """Mark a page of ours that holds text which people write, wherever it stands.

    The approval desk of the whole portal is on the site root, portlets are no content.
    """


class INamedDraft(IWritingPage):
    """Mark a page that shows one of several forms under one name."""

    draft_name = Attribute("What tells the form from the others of the same item.")


class FormAssetsViewlet(ConditionalViewlet):
    """Name the scripts and tell them whose form this is; no script stands inline."""

    def available(self) -> bool:
        """Load for people who are logged in, on forms that are ours."""
        return not self.portal_state.anonymous() and self.is_ours()

    def is_ours(self) -> bool:
        """Return whether the page says so, or the form stands in a section or adds one."""
        return (
            IWritingPage.providedBy(self.__parent__)
            or section_of(self.context) is not None
            or self.type_id == SECTION_TYPE
        )

    @property
    def static(self) -> str:
        """The path of our static files."""
        return static_path()

    @cached_property
    def version(self) -> str:
        """What makes browsers fetch the files anew after an update."""
        return version(PACKAGE_NAME)

    @property
    def user_hash(self) -> str:
        """A key for the user that does not tell the login name to the next one.

        The portal is part of it: two portals may share a host.
        """
        path = path_of(api.portal.get())
        return digest(path, current_user_id())

    @property
    def form_key(self) -> str:
        """A key that is the same whenever this form is opened.

        An item keeps its key when it is moved; an add form belongs to container
        and type.
        """
        return digest(self.uid, self.type_id or self.name)

    @property
    def type_id(self) -> str:
        """The type that the form adds; empty on other forms."""
        return getattr(getattr(self.__parent__, "ti", None), "getId", str)()

    @property
    def name(self) -> str:
        """What tells the form from others on the same item."""
        if INamedDraft.providedBy(self.__parent__):
            return self.__parent__.draft_name
        return getattr(self.__parent__, "__name__", "") or ""

    @property
    def uid(self) -> str:
        """The UID of the item whose form this is, or of the container.

        A portlet has none: its form is named by its address.
        """
        return IUUID(self.context, None) or ""

    @cached_property
    def place(self) -> str:
        """The address to which files of the text are sent; empty where the user may add none."""
        place = place_of(self.context)
        may_add = place is not None and api.user.has_permission(
            AddPortalContent, obj=place
        )
        return place.absolute_url() if may_add else ""

    @property
    def clean(self) -> str:
        """The address that cleans what is pasted."""
        return f"{self.context.absolute_url()}/@@pbgdpl-clean"

    @property
    def file_limit(self) -> int:
        """The largest file, in megabytes."""
        return get_settings().max_file_megabytes

    @property
    def picture_limit(self) -> int:
        """The largest picture, in megabytes."""
        return min(self.file_limit, MAX_PICTURE_MEGABYTES)

    @property
    def form_limit(self) -> int:
        """The most bytes that the server takes in one field of a form."""
        return HTTPRequest.FORM_MEMORY_LIMIT

    @property
    def unlock_url(self) -> str:
        """Where the browser tells that an edit form was left; empty on other forms."""
        if not IDexterityEditForm.providedBy(self.__parent__):
            return ""
        return f"{self.context.absolute_url()}/@@pbgdpl-unlock"

    @property
    def posted(self) -> str:
        """Mark of a page that answers to a sent form: it shows what was typed."""
        return "1" if self.request.get("REQUEST_METHOD") == "POST" else ""


class Unlock(BrowserView):
    """Release the user's own lock of an item whose form was left without a button.

    Browsers send it when the page goes (`navigator.sendBeacon`), and read no answer.
    """

    allowed_methods = ("POST",)

    def __call__(self) -> str:
        """Release the lock unless somebody else has it."""
        CheckAuthenticator(self.request)
        lockable = ILockable(self.context, None)
        if lockable is not None and lockable.can_safely_unlock():
            lockable.unlock()
        self.request.response.setStatus(204)
        return ""


def digest(*parts: str) -> str:
    """Shorten text to 20 hexadecimal digits, fit for a cookie and a storage key."""
    return sha256("\0".join(parts).encode()).hexdigest()[:20]
