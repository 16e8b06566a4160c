"""From 1000 to 1010: statistics that count themselves."""

from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.install.upgrades.adding import add_behavior
from sonla.pbgdpl.install.upgrades.adding import add_permission
from sonla.pbgdpl.install.upgrades.adding import add_types
from sonla.pbgdpl.install.upgrades.adding import add_values
from sonla.pbgdpl.install.upgrades.adding import add_workflow
from sonla.pbgdpl.statistics import APPROVE_STATISTICS
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.forms import fill_empty_forms
from sonla.pbgdpl.statistics.settings import IStatisticsSettings
from sonla.pbgdpl.statistics.settings import PREFIX
from sonla.pbgdpl.sync.settings import PREFIX as SYNC_PREFIX
from sonla.pbgdpl.upgrades.v1010 import KEEPERS
from sonla.pbgdpl.upgrades.v1010 import WRITERS
from typing import Any
from zope.component import getUtility


def add_statistics(setup: Any) -> None:
    """Add type, workflow, permissions and forms; what is there is left alone."""
    add_permission(APPROVE_STATISTICS, KEEPERS)
    add_workflow(setup, STATISTICS_WORKFLOW)
    add_types(setup, (REPORT_TYPE,), STATISTICS_WORKFLOW, WRITERS)
    add_behavior("Guidance", "sonla.pbgdpl.plan_tasks")
    getUtility(IRegistry).registerInterface(IStatisticsSettings, prefix=PREFIX)
    fill_empty_forms()
    add_values(f"{SYNC_PREFIX}.exported_types", ["statistics"])
