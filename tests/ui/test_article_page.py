"""A page says itself that it shows an article: one of another add-on as well."""

from Products.Five.browser import BrowserView
from public_content import make
from sample_addon import registered
from sonla.pbgdpl.ui.interfaces import IArticlePage
from sonla.pbgdpl.ui.interfaces import is_article
from zope.component import getMultiAdapter
from zope.interface import implementer

SAMPLE = """
  <browser:page
      name="sample-article"
      for="sonla.pbgdpl.core.interfaces.ISectionRoot"
      class=".SamplePage"
      permission="zope2.View"
      />
  <browser:page
      name="sample-list"
      for="sonla.pbgdpl.core.interfaces.ISectionRoot"
      class=".SampleList"
      permission="zope2.View"
      />
"""


class SampleList(BrowserView):
    """List the contests of another add-on."""

    def __call__(self):
        return "Danh sách cuộc thi mẫu"


@implementer(IArticlePage)
class SamplePage(SampleList):
    """Tell of one contest."""


def test_a_page_of_another_add_on_is_one_if_it_says_so(section, http_request):
    def shown(name):
        return is_article(section, getMultiAdapter((section, http_request), name=name))

    with registered(SAMPLE, SamplePage=SamplePage, SampleList=SampleList):
        assert shown("sample-article")
        assert not shown("sample-list")


def test_landing_pages_and_lists_of_ours_are_none(section, http_request):
    listing = make(section, "Collection", "Tin")
    for item, name in ((section, "view"), (listing, "pbgdpl-listing")):
        view = getMultiAdapter((item, http_request), name=name)
        assert not is_article(item, view)
