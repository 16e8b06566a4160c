"""A section with a unit, people and visitors, for activities."""

from unit_visits import people  # noqa: F401
from unit_visits import section  # noqa: F401
from unit_visits import unit  # noqa: F401
from unit_visits import visit  # noqa: F401
