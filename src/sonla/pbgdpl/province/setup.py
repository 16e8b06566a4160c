"""Keep the name of the province with the content."""

from sonla.pbgdpl.core.setup import RecordsStep
from sonla.pbgdpl.province.interfaces import IProvinceRecords
from sonla.pbgdpl.province.interfaces import PREFIX

PROVINCE_STEP = RecordsStep(
    order=7,
    schema=IProvinceRecords,
    prefix=PREFIX,
    key="sonla.pbgdpl.remembered_province",
)
"""Before the lists: those that are empty are filled by it."""
