"""The mappings that come with the option."""

from sonla.pbgdpl.core.names import MAPPINGS
from sonla.pbgdpl.sync.mapping.stored import MappingFile

PACKAGE = "sonla.pbgdpl.options.mappings"

PAGED_LIST = MappingFile(PACKAGE, "files/plqg-list.toml", MAPPINGS)
REST_BATCH = MappingFile(PACKAGE, "files/rest-batch.toml", MAPPINGS)
PLONE_REST = MappingFile(PACKAGE, "files/plone-rest.toml", MAPPINGS)
