"""Settings of requests outlive the add-on with the section, as those of other subjects do."""

from plone import api
from sonla.pbgdpl.options.requests.settings import get_request_settings
from sonla.pbgdpl.settings.setup import SettingsStep


def test_settings_come_back_after_a_new_installation(portal, section):
    record = "sonla.pbgdpl.reporter_requests.request_retention_months"
    api.portal.set_registry_record(record, 12)
    SettingsStep().uninstall(portal)
    api.portal.set_registry_record(record, 7)
    SettingsStep().install(portal)
    assert get_request_settings().request_retention_months == 12
