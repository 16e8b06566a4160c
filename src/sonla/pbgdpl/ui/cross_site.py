"""Whether a form was sent by a page of another site, for forms that carry no token.

A token keeps others from acting in somebody's name. A form that anybody may send without one needs
none, and its page can be kept by a proxy; but another site shall not send it by its own visitors.
Browsers say where a form comes from, and no page can change what they say.
"""

from typing import Any

OWN = ("same-origin", "none")


def is_cross_site(request: Any) -> bool:
    """Return whether the browser says that a page of another site sends this.

    Programs say what they like; they have no visitors by whom to send it.
    """
    if site := request.getHeader("Sec-Fetch-Site"):
        return site not in OWN
    origin = request.getHeader("Origin")
    return bool(origin) and origin != request.get("SERVER_URL")
