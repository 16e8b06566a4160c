"""How far a page moves when somebody taps on it, on each of three screens."""

from playwright.sync_api import Locator
from playwright.sync_api import Page

SCREENS = (
    {"width": 360, "height": 740},
    {"width": 683, "height": 384},
    {"width": 1366, "height": 768},
)
"""A phone; a laptop's window at 200 %; a laptop."""
MOST = 4
"""Pixels by which a page may move under a finger."""
PLACES = {"upper edge": 0.0, "middle": 0.5, "lower edge": 1.0}
"""Where on the screen a control may be when it is tapped."""
CHOICES = "#content summary, #content label:has(> input[type=radio])"
"""What opens or chooses in place: nothing of a page may move when one is used."""

# What is open is closed first: a page may grow below a finger, and whoever closes something
# at the end of a page makes it shorter, where each browser scrolls up.
BRING = """(node, share) => {
    const details = node.closest('details');
    if (details) details.open = false;
    const box = node.getBoundingClientRect();
    const room = document.documentElement.clientHeight - box.height;
    window.scrollTo({top: scrollY + box.top - share * room, behavior: 'instant'});
}"""
MEASURE = """node => {
    const group = node.closest('[role=group], fieldset')?.querySelectorAll('label') ?? [node];
    return [scrollY, ...[node, ...group].map(
        one => one.getBoundingClientRect().top
    )];
}"""
SETTLE = """() => new Promise(done => {
    const twice = () => requestAnimationFrame(() => requestAnimationFrame(done));
    document.fonts.ready.then(twice);
})"""


def moved(page: Page, control: Locator, place: float) -> float:
    """Tap a control; return by how much the page, it or one of its group moved."""
    control.evaluate(BRING, place)
    page.evaluate(SETTLE)
    before = control.evaluate(MEASURE)
    control.tap()
    page.evaluate(SETTLE)
    after = control.evaluate(MEASURE)
    return max(abs(new - old) for old, new in zip(before, after, strict=True))


def movements(page: Page, choices: str = CHOICES) -> dict[str, float]:
    """Tap all that is to be chosen on a page, on each screen; return what moved too far."""
    found = {}
    for screen in SCREENS:
        page.set_viewport_size(screen)
        for control in page.locator(choices).all():
            if not control.is_visible():
                continue
            for name, place in PLACES.items():
                far = moved(page, control, place)
                if far > MOST:
                    words = control.inner_text().strip()
                    found[f"{screen['width']}: {words}, {name}"] = far
    return found
