"""What the default profile does beyond its XML files."""

from plone import api
from sonla.pbgdpl.interfaces import ILeftover
from sonla.pbgdpl.notifications.queue import make_queue
from sonla.pbgdpl.questions.places import mark_folders
from sonla.pbgdpl.section import all_sections
from sonla.pbgdpl.setuphandlers.address import take_address
from sonla.pbgdpl.setuphandlers.exchange import set_up_exchange
from sonla.pbgdpl.setuphandlers.groups import create_groups
from sonla.pbgdpl.setuphandlers.groups import register_roles
from sonla.pbgdpl.setuphandlers.homepage import assign_portlet
from sonla.pbgdpl.setuphandlers.jobs import bring_back_jobs
from sonla.pbgdpl.setuphandlers.memory import restore_groups
from sonla.pbgdpl.setuphandlers.memory import restore_portlets
from sonla.pbgdpl.setuphandlers.memory import restore_settings
from sonla.pbgdpl.setuphandlers.navigation import show_sections
from sonla.pbgdpl.setuphandlers.register import bring_back_register
from sonla.pbgdpl.setuphandlers.report import own_content
from sonla.pbgdpl.setuphandlers.search import set_up_search
from sonla.pbgdpl.setuphandlers.sync import bring_back_sync
from sonla.pbgdpl.setuphandlers.vocabularies import fill_empty_vocabularies
from sonla.pbgdpl.sparing import sparing
from sonla.pbgdpl.statistics.forms import fill_empty_forms
from sonla.pbgdpl.workflow.border import adopt_section
from typing import Any
from zope.interface import noLongerProvides


def post_install(context: Any) -> None:
    """Set up what needs code, and revive content that an uninstallation left.

    Lists come first, as all else reads them; the search indexes last but one, when
    states and agencies are back.
    """
    restore_settings()
    take_address()
    fill_empty_vocabularies()
    fill_empty_forms()
    register_roles()
    create_groups()
    restore_groups()
    take_sections_over()
    unmark_leftovers()
    mark_folders()
    set_up_search()
    show_sections()
    assign_portlet()
    restore_portlets()
    bring_back_jobs()
    bring_back_sync()
    bring_back_register()
    set_up_exchange()
    make_queue(api.portal.get())


def take_sections_over() -> None:
    """Put what stands in sections back into its state of our workflows."""
    for section in all_sections():
        adopt_section(section)


def unmark_leftovers() -> None:
    """Set the content of an earlier installation to its own pages again."""
    for obj in sparing(own_content()):
        if ILeftover.providedBy(obj):
            noLongerProvides(obj, ILeftover)
