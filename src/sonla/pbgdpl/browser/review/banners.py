"""Say above a revision, and above its text, what belongs together.

Core's viewlets with wording of ours where our chain is in force: core's Vietnamese has a
stray quotation mark and calls the link to the changes something else. Elsewhere core speaks.
"""

from plone.app.iterate.browser.info import BaselineInfoViewlet
from plone.app.iterate.browser.info import CheckoutInfoViewlet
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.workflow.states import follows_editorial


class RevisedBanner(BaselineInfoViewlet):
    """Lead from a text to its open revision."""

    ours = ViewPageTemplateFile("templates/banner_revised.pt")

    def index(self) -> str:
        """Render our wording of it in a section."""
        return self.ours() if follows_editorial(self.context) else super().index()


class RevisionBanner(CheckoutInfoViewlet):
    """Lead from a revision to its text."""

    ours = ViewPageTemplateFile("templates/banner_revision.pt")

    def index(self) -> str:
        """Render our wording of it in a section."""
        return self.ours() if follows_editorial(self.context) else super().index()
