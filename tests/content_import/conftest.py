"""Fixtures of the tests of this folder."""

from desk_content import desk_site  # noqa: F401
from desk_content import section  # noqa: F401
from desk_content import unit  # noqa: F401
