"""A section for questions of citizens; `acting` lets somebody with one role act."""

from grid_rows import add_row  # noqa: F401
from opened_pages import open_page  # noqa: F401
from reset_rate_limits import reset_rate_limits  # noqa: F401
from role_tables import acting  # noqa: F401
from served_mail import at  # noqa: F401
from workflow_chains import chain  # noqa: F401
