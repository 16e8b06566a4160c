"""Navigation around requests: nobody comes to the folder of a year that keeps one."""

from plone import api
from plone.base.utils import pretty_title_or_id
from Products.CMFPlone.browser.interfaces import INavigationBreadcrumbs
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.options.requests.pages.listing import TITLE
from sonla.pbgdpl.ui.page import BrowserView
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.interface import implementer


@implementer(INavigationBreadcrumbs)
class RequestBreadcrumbs(BrowserView):
    """Lead from a request to the list in which it stands."""

    def breadcrumbs(self) -> tuple[dict[str, str], ...]:
        """Return the crumbs of core's form, the outermost first."""
        title = pretty_title_or_id(self.context, self.context)
        own = {"absolute_url": self.context.absolute_url(), "Title": title}
        section = section_of(self.context)
        if section is None:
            return (own,)
        view = getMultiAdapter((section, self.request), name="breadcrumbs_view")
        listed = {
            "absolute_url": f"{section.absolute_url()}/@@pbgdpl-requests",
            "Title": translate(TITLE, context=self.request),
        }
        return (*view.breadcrumbs(), listed, own)


class RequestsFolderView(BrowserView):
    """Lead on from a folder: members to the list, all others to the form."""

    def __call__(self) -> str:
        """Redirect; searches and site maps find the folders as they find all others."""
        section = section_of(self.context) or api.portal.get()
        page = "@@request-reporter" if api.user.is_anonymous() else "@@pbgdpl-requests"
        return self.lead_to(f"{section.absolute_url()}/{page}")
