"""The portal of `make start`, which pictures and words of the handbook are compared with."""

from demonstration_portal import demonstration  # noqa: F401
