"""Whether and where the homepage shows the section."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.validators import content_paths
from sonla.pbgdpl.core.validators import page_address
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from zope import schema

PREFIX = "sonla.pbgdpl.homepage"


class IHomepageSettings(model.Schema):
    """The settings of the homepage centre, read through `get_homepage_settings`."""

    model.fieldset(
        "homepage",
        label=_("fieldset_homepage", default="Homepage"),
        fields=["show_centre", "centre_position", "centre_pages", "search_hints"],
    )
    model.fieldset(
        "landing",
        label=_("fieldset_landing", default="Page of the section"),
        fields=["texts_url", "procedures_url", "drafts_url"],
    )
    show_centre = schema.Bool(
        title=_("label_show_centre", default="Show the section on the homepage"),
        description=_(
            "help_show_centre",
            default="Shows what “Manage portlets” puts in the centre of the homepage.",
        ),
        default=True,
        required=False,
    )
    centre_position = schema.Choice(
        title=_("label_centre_position", default="Place on the page"),
        description=_(
            "help_interfaces_centre_position",
            default="Above or below what the homepage shows itself.",
        ),
        vocabulary="sonla.pbgdpl.CentrePositions",
        default="above",
        required=True,
    )
    centre_pages = schema.List(
        title=_("label_centre_pages", default="Further pages that show it (paths)"),
        description=_(
            "help_centre_pages",
            default="One path a line, from the root of the portal, such as /gioi-thieu.",
        ),
        value_type=schema.TextLine(),
        constraint=content_paths,
        required=False,
        default=[],
    )
    search_hints = schema.List(
        title=_("label_search_hints", default="What many people look for"),
        description=_(
            "help_search_hints",
            default="Up to three searches, one a line. They stand below the search box of the homepage and of the section.",
        ),
        value_type=schema.TextLine(max_length=40),
        max_length=3,
        required=False,
        default=[],
    )
    texts_url = schema.TextLine(
        title=_("label_texts_url", default="The portal's page of legal texts"),
        description=_(
            "help_landing_url",
            default="An address with https://. The page of the section links to it; empty: no link.",
        ),
        constraint=page_address,
        required=False,
    )
    procedures_url = schema.TextLine(
        title=_("label_procedures_url", default="The portal's page of procedures"),
        description=_(
            "help_procedures_url",
            default="Linked from the section's page. Empty: no link.",
        ),
        constraint=page_address,
        required=False,
    )
    drafts_url = schema.TextLine(
        title=_("label_drafts_url", default="The portal's page of drafts for comment"),
        description=_(
            "help_drafts_url",
            default="Where people comment on draft law (Law 14/2012/QH13, Article 13). Empty: no link.",
        ),
        constraint=page_address,
        required=False,
    )


SETTINGS = SettingsFields(20, IHomepageSettings, PREFIX)


def get_homepage_settings() -> IHomepageSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IHomepageSettings, PREFIX)
