"""A section, and `acting`, which lets somebody with one role act in it."""

from grid_rows import add_row  # noqa: F401
from role_tables import acting  # noqa: F401
from workflow_chains import chain  # noqa: F401
