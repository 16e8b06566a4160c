"""What the default profile does beyond its XML files."""

from sonla.pbgdpl.interfaces import ILeftover
from sonla.pbgdpl.setuphandlers.groups import create_groups
from sonla.pbgdpl.setuphandlers.report import own_content
from sonla.pbgdpl.setuphandlers.search import set_up_search
from sonla.pbgdpl.setuphandlers.vocabularies import fill_empty_vocabularies
from sonla.pbgdpl.setuphandlers.vocabularies import restore_settings
from typing import Any
from zope.interface import noLongerProvides


def post_install(context: Any) -> None:
    """Bring back what an uninstallation left, then fill what is still empty."""
    restore_settings()
    fill_empty_vocabularies()
    create_groups()
    unmark_leftovers()
    set_up_search()


def unmark_leftovers() -> None:
    """Give the content of an earlier installation its own pages again."""
    for obj in own_content():
        if ILeftover.providedBy(obj):
            noLongerProvides(obj, ILeftover)
