"""A text as an anonymous visitor will see it, before it is public.

The page is drawn for nobody in particular, with the text and its files in the state that
approval would give them. All of that is taken back before anything else can see it: it is
never indexed, so no list, cache or mail learns of it, and the savepoint undoes the rest.
"""

from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from AccessControl.SpecialUsers import nobody
from collections.abc import Iterator
from contextlib import contextmanager
from DateTime import DateTime
from plone import api
from plone.app.layout.globals.interfaces import IViewView
from plone.memoize.view import ViewMemo
from Products.CMFCore.interfaces import IWorkflowTool
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.attachments import files_of
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import is_published
from sonla.pbgdpl.ui.interfaces import is_article
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import queryMultiAdapter
from zope.interface import alsoProvides
from zope.publisher.interfaces import NotFound

import html
import re
import transaction

PAGE_NAME = "pbgdpl-preview"
REMEMBERED = ViewMemo.key
CACHES = ("_ec_cache", "_oai_cache")
"""Names in a request under which CMFCore keeps who asks for actions, and of what."""
CONTENT = re.compile(r'<article\b(?=[^<>]*\bid="content")[^<>]*>')


class PreviewView(BrowserView):
    """Show the page of a text as a citizen will see it, with a note that it is none yet."""

    def __call__(self) -> str:
        """Draw the page; what is no text of the chain is not found."""
        if api.user.is_anonymous() or not may_be_previewed(self.context, self.page):
            raise NotFound(self.context, PAGE_NAME, self.request)
        self.request.response.setHeader("Cache-Control", "no-store, private")
        with (
            as_published(self.context),
            as_nobody(),
            without_cached_permissions(self.request),
        ):
            drawn = self.page()
        # Pictures get their sizes when they are first shown, and these must stay.
        self.page()
        return CONTENT.sub(lambda found: found[0] + self.note(), drawn, count=1)

    @property
    def page(self) -> Any:
        """The view that shows the text, marked as core marks it at its own address.

        None where the item's layout is the name of none.
        """
        name = self.context.getLayout()
        view = queryMultiAdapter((self.context, self.request), name=name)
        if view is not None:
            alsoProvides(view, IViewView)
        return view

    def note(self) -> str:
        """Return what this is, and lead back."""
        message = api.portal.translate(
            _(
                "msg_preview",
                default="Preview: so citizens will see this text once it is approved.",
            )
        )
        back = api.portal.translate(_("link_preview_back", default="Back to the text"))
        return (
            '<p class="alert alert-info d-print-none" id="pbgdpl-preview" role="note">'
            f'{html.escape(message)} <a href="{self.context.absolute_url()}">'
            f"{html.escape(back)}</a></p>"
        )


class PreviewLinkViewlet(ConditionalViewlet):
    """Lead those who work on a text to its preview."""

    def available(self) -> bool:
        """Show it on texts that are not public."""
        return (
            not self.portal_state.anonymous()
            and may_be_previewed(self.context, self.view)
            and not is_published(self.context)
        )

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@@{PAGE_NAME}"


def may_be_previewed(context: Any, view: Any) -> bool:
    """Return whether an item is an article that goes through the approval chain."""
    return is_article(context, view) and follows_editorial(context)


@contextmanager
def as_published(text: Any) -> Iterator[None]:
    """Have a text and its files public for a while, for this connection alone."""
    savepoint = transaction.savepoint()
    try:
        show(text, EDITORIAL_WORKFLOW, "published")
        for file in files_of(text):
            show(file, ATTACHMENT_WORKFLOW, "visible")
        if text.effective_date is None:
            text.effective_date = DateTime()
        yield
    finally:
        savepoint.rollback()


def show(item: Any, workflow_id: str, state: str) -> None:
    """Put an item into a state, its role map included and the catalog not."""
    tool: IWorkflowTool = api.portal.get_tool("portal_workflow")
    workflow = tool[workflow_id]
    if workflow_id not in tool.getChainFor(item):
        return
    tool.setStatusOf(workflow_id, item, {workflow.state_var: state})
    workflow.updateRoleMappingsFor(item)


@contextmanager
def without_cached_permissions(request: Any) -> Iterator[None]:
    """Have views find anew what they remember of the user until the request ends."""
    memories = (
        (IAnnotations(request), REMEMBERED),
        *((request.other, n) for n in CACHES),
    )
    before = [memory.pop(name, None) for memory, name in memories]
    try:
        yield
    finally:
        for (memory, name), value in zip(memories, before, strict=True):
            memory.pop(name, None)
            if value is not None:
                memory[name] = value


@contextmanager
def as_nobody() -> Iterator[None]:
    """Act as an anonymous visitor inside of the block."""
    before = getSecurityManager()
    newSecurityManager(None, nobody.__of__(api.portal.get().acl_users))
    try:
        yield
    finally:
        setSecurityManager(before)
