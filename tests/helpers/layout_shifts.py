"""How far a page moves while it loads, without what the portal's theme moves on every page."""

from playwright.sync_api import Page
from playwright.sync_api import Route

SHIFTS = """window.shift = 0; new PerformanceObserver(list => {
    for (const one of list.getEntries()) window.shift += one.value;
}).observe({type: 'layout-shift', buffered: true});"""


def shift(page: Page, address: str) -> float:
    """Load a page and add up its layout shifts (https://web.dev/articles/cls)."""
    page.route("**/*", without_theme)
    page.add_init_script(SHIFTS)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page.evaluate("window.shift")


def without_theme(route: Route) -> None:
    """Leave out the theme's fonts, and the portal's logo, whose image has no size."""
    request = route.request
    if request.resource_type == "font" or request.url.endswith("logo.svg"):
        route.abort()
    else:
        route.continue_()
