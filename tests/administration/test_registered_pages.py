"""Other add-ons have pages of their own among the settings and in administration."""

from plone import api
from plone.registry.interfaces import IRegistry
from plone.restapi.controlpanels import RegistryConfigletPanel
from plone.restapi.controlpanels.interfaces import IControlpanel
from plone.restapi.interfaces import ISerializeToJson
from plone.supermodel import model
from sample_addon import registered
from sonla.pbgdpl.administration.pages.overview import setting_title
from sonla.pbgdpl.administration.pages.overview import ToolsPage
from sonla.pbgdpl.administration.pages.settings import ControlPanel
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.settings.records import settings_fields
from sonla.pbgdpl.settings.records import SettingsFields
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.admin_pages import GROUPS
from sonla.pbgdpl.ui.admin_pages import OPEN
from sonla.pbgdpl.ui.admin_pages import PageStatus
from sonla.pbgdpl.ui.control_panel import PanelLayout
from sonla.pbgdpl.ui.control_panel import RecordsPanel
from sonla.pbgdpl.ui.interfaces import IAdminPage
from sonla.pbgdpl.ui.interfaces import ISettingsPanel
from sonla.pbgdpl.ui.page import BrowserView
from zope import schema
from zope.component import getAdapters
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.i18n import translate
from zope.i18nmessageid import MessageFactory
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.interface.verify import verifyObject
from zope.schema import getFieldNames

import logging
import lxml.html
import pytest

_ = MessageFactory("sample.addon")
ADMIN_PAGE = """
  <adapter
      factory=".{factory}"
      provides="sonla.pbgdpl.ui.interfaces.IAdminPage"
      for="sonla.pbgdpl.core.interfaces.ISectionRoot
           *"
      name="{name}"
      />
"""
SETTINGS_PANEL = """
  <adapter
      factory=".GaugesPanel"
      provides="sonla.pbgdpl.ui.interfaces.ISettingsPanel"
      for="plone.base.interfaces.siteroot.IPloneSiteRoot
           *"
      name="gauges"
      />
  <adapter
      factory=".GaugesOverRest"
      provides="plone.restapi.controlpanels.interfaces.IControlpanel"
      name="gauges"
      />
"""


class GaugesPage(AdminPage):
    """Lead to the gauges of a section."""

    view = "gauges"
    order = 45
    title = _("Gauges")
    help = _("What the rivers do.")

    def status(self):
        return PageStatus(
            heading=_("Rivers"),
            state=OPEN,
            advice=_("Warn the villages."),
            remedy=f"{self.place.absolute_url()}/@@flood",
            remedy_title=_("Write a warning"),
        )


class BrokenPage(GaugesPage):
    """Has no address."""

    def url(self):
        raise RuntimeError("no address")


class IGaugeSettings(Interface):
    """Settings of the other add-on."""

    highest = schema.Int(title=_("Highest level"), default=400)


class GaugesPanel(PanelLayout, BrowserView):
    """Show the settings of the other add-on."""

    page = "gauges"
    title = _("Gauges")
    order = 25
    schema = IGaugeSettings
    prefix = "sample.addon"

    def __call__(self):
        return " ".join(translate(tab["title"]) for tab in self.tabs())


class GaugesOverRest(RecordsPanel):
    """Offer these settings over REST."""

    panel = "gauges"


@pytest.fixture
def tools(functional_portal, section):
    request = functional_portal.REQUEST
    alsoProvides(request, IBrowserLayer)
    with api.env.adopt_roles(["Manager"]):
        yield ToolsPage(functional_portal, request)


def read(tools):
    shown = lxml.html.fromstring(tools())
    return [
        link.text_content().strip()
        for link in shown.cssselect("#pbgdpl-admin-content .col a")
    ]


def test_a_page_of_another_add_on_has_its_place(tools):
    before = read(tools)
    with registered(
        ADMIN_PAGE.format(factory="GaugesPage", name="gauges"), GaugesPage=GaugesPage
    ):
        page = ToolsPage(tools.context, tools.request)
        shown = lxml.html.fromstring(page())
    titles = [
        link.text_content().strip()
        for link in shown.cssselect("#pbgdpl-admin-content .col a")
    ]
    desk = before.index("Approval desk")
    assert titles == [*before[: desk + 1], "Gauges", *before[desk + 1 :]]
    (card,) = shown.cssselect("#task-gauges")
    for words in ("Rivers", "To do", "Warn the villages.", "Write a warning"):
        assert words in card.text_content()


def test_a_page_that_fails_is_logged_and_the_others_are_shown(tools, caplog):
    before = read(tools)
    with registered(
        ADMIN_PAGE.format(factory="BrokenPage", name="gauges"), BrokenPage=BrokenPage
    ):
        with caplog.at_level(logging.ERROR):
            assert read(ToolsPage(tools.context, tools.request)) == before
    assert "The administration page can't show gauges" in caplog.text


def test_a_panel_of_another_add_on_is_among_the_settings(tools, http_request):
    alsoProvides(http_request, IBrowserLayer)
    http_request.form["page"] = "gauges"
    site = tools.context
    with registered(
        SETTINGS_PANEL, GaugesPanel=GaugesPanel, GaugesOverRest=GaugesOverRest
    ):
        assert ControlPanel(site, http_request)() == (
            "Settings Questions of citizens Controlled lists Gauges Statistics"
            " Data offered Data exchange Functions Administration"
        )
        panel = getMultiAdapter((site, http_request), IControlpanel, "gauges")
        assert isinstance(panel, RegistryConfigletPanel)
        assert panel.schema is IGaugeSettings
        assert panel.schema_prefix == "sample.addon"
    shown = ControlPanel(site, http_request)()
    assert "form.widgets.show_centre" in shown, "without it the settings answer"


class IRiverSettings(model.Schema):
    """A setting of the other add-on among those of files."""

    model.fieldset("files", fields=["river_centimetres"])
    river_centimetres = schema.Int(title=_("Rivers rise above"), default=400, min=1)


def test_a_setting_of_another_add_on_is_in_form_and_rest_and_outlives_both(
    tools, http_request, section, installer
):
    alsoProvides(http_request, IBrowserLayer)
    site, record = tools.context, "sample.rivers.river_centimetres"
    rivers = SettingsFields(35, IRiverSettings, "sample.rivers")
    with registered('<utility component=".RIVERS" name="rivers" />', RIVERS=rivers):
        getUtility(IRegistry).registerInterface(IRiverSettings, prefix="sample.rivers")
        shown = lxml.html.fromstring(ControlPanel(site, http_request)())
        (tab,) = (
            one
            for one in shown.cssselect("fieldset")
            if one.cssselect("[name='form.widgets.river_centimetres']")
        )
        own = tab.cssselect("[name='form.widgets.max_file_megabytes']")
        assert own, "a fieldset of one name is one tab"
        with api.env.adopt_roles(["Manager"]):
            asked = (site, http_request)
            panel = getMultiAdapter(asked, IControlpanel, "pbgdpl-settings")
            panel.__name__ = "pbgdpl-settings"
            panel.records().river_centimetres = 512
            shown = getMultiAdapter((panel,), ISerializeToJson)()
        assert api.portal.get_registry_record(record) == 512
        assert shown["data"]["river_centimetres"] == 512
        assert setting_title(record, http_request) == "Rivers rise above"
        installer.uninstall_product("sonla.pbgdpl")
        api.portal.set_registry_record(record, 400)
        installer.install_product("sonla.pbgdpl")
        assert api.portal.get_registry_record(record) == 512


def test_no_setting_of_one_subject_hides_that_of_another(portal):
    names = [name for one in settings_fields() for name in getFieldNames(one.schema)]
    assert len(names) > 15
    assert sorted(names) == sorted(set(names))


def test_ours_keep_to_the_interfaces(tools):
    site, request = tools.context, tools.request
    for _name, panel in getAdapters((site, request), ISettingsPanel):
        assert verifyObject(ISettingsPanel, panel, tentative=True)
    pages = list(getAdapters((site, request), IAdminPage))
    assert len(pages) > 10
    for name, page in pages:
        assert verifyObject(IAdminPage, page) and name
        assert page.group in GROUPS
