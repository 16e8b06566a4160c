"""Fixtures of the pages of texts."""

from public_content import empty_cache  # noqa: F401
from public_content import page  # noqa: F401
from public_content import section  # noqa: F401
from public_content import served  # noqa: F401
from public_content import site  # noqa: F401
from public_content import text  # noqa: F401
from public_content import texts  # noqa: F401
from unit_with_writer import unit  # noqa: F401
