"""Fixtures of texts that are to be reviewed."""

from public_content import empty_cache  # noqa: F401
from public_content import section  # noqa: F401
from public_content import site  # noqa: F401
from situations_content import day  # noqa: F401
from situations_content import situation  # noqa: F401
