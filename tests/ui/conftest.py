"""A section with texts, as in the tests of its pages."""

from public_content import broken_block  # noqa: F401
from public_content import empty_cache  # noqa: F401
from public_content import section  # noqa: F401
from public_content import served  # noqa: F401
from public_content import site  # noqa: F401
from public_content import texts  # noqa: F401
