"""A section with editor and approver, and a unit in which a contributor enters people."""

from desk_content import desk_site  # noqa: F401
from desk_content import section  # noqa: F401
from desk_content import unit  # noqa: F401
