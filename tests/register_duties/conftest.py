"""A section with editor, approver and a unit; `acting` lets somebody with one role act."""

from desk_content import desk_site  # noqa: F401
from desk_content import section  # noqa: F401
from desk_content import unit  # noqa: F401
from role_tables import acting  # noqa: F401
