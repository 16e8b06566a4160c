"""Settings, a daily job with its mail, an entry of the log, a health check, set-up."""

from leaflets.content import all_leaflets
from plone.supermodel import model
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.install.content_types import set_up_types
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from zope import schema
from zope.annotation.interfaces import IAnnotations

BOX = "leaflets.box"


class ILeafletSettings(model.Schema):
    """Who orders leaflets."""

    model.fieldset("leaflets", label="Tờ rơi", fields=["leaflet_orders"])
    leaflet_orders = schema.TextLine(
        title="Nơi nhận đặt in", default="in@example.org", required=False
    )


SETTINGS = SettingsFields(70, ILeafletSettings, "leaflets")
PRINTED = AuditAction("leaflets_ordered", "Đặt in tờ rơi", DATA, {"title": "Tên"})
ORDER = MailKind(
    "leaflets",
    subject="Đặt in: ${title}",
    lead="Các tờ rơi cần in:",
    several="${count} tờ rơi",
    desk="Danh sách: ${url}",
)


class OrderLeaflets(DailyJob):
    """Order what is to be printed."""

    name = "leaflets"
    title = "Đặt in tờ rơi"
    description = "Gửi danh sách tờ rơi cho nhà in."

    def work(self, context):
        email = records_of(ILeafletSettings, "leaflets").leaflet_orders
        printer = Recipient("", "Nhà in", email)
        for title in all_leaflets(self.site):
            url = self.site.absolute_url()
            enqueue(Notice(ORDER.name, printer, title, url, url))
            log.note(PRINTED.name, "", self.site, title=title)


class LeafletsHealth:
    """Say how many leaflets there are."""

    def __init__(self, site):
        self.site = site

    def __call__(self):
        return Health(True, f"{len(list(all_leaflets(self.site)))} tờ rơi")


def set_up(context):
    """Have the type set up once the files of the profile are imported."""
    set_up_types("leaflets:default")


class LeafletsStep(SetupStep):
    """Keep a box for leaflets."""

    order = 200

    def install(self, site):
        IAnnotations(site)[BOX] = "hộp"

    def uninstall(self, site):
        IAnnotations(site).pop(BOX, None)

    def remains(self, site):
        yield Remainder(45, "Hộp tờ rơi không còn.", name="leaflets")
