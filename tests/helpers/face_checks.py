"""What holds of homepage and landing page in every theme and browser."""

from io import BytesIO
from page_checks import overflow
from PIL import Image
from PIL import ImageOps

import re

SMALL = """root => [...root.querySelectorAll('a, button, label, summary, input')].filter(one => {
    const box = one.getBoundingClientRect();
    const inSentence = one.closest('p') && !one.closest('.pbgdpl-hints');
    return box.height && !inSentence && Math.min(box.width, box.height) < 24
        && getComputedStyle(one).opacity !== '0' && one.type !== 'search';
}).map(one => one.outerHTML.slice(0, 120))"""
STICKS_OUT = """root => [...root.querySelectorAll(':not(.visually-hidden)')].filter(
    one => one.getBoundingClientRect().right > root.getBoundingClientRect().right + 1
).map(one => one.outerHTML.slice(0, 120))"""
"""Of ours alone: the stock theme's own head is too wide with such letters."""
RATIOS = """() => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const root = document.querySelector('.pbgdpl');
    const probe = root.appendChild(document.createElement('i'));
    const colour = name => {
        probe.style.color = name.startsWith('--') ? `var(${name})` : name;
        return getComputedStyle(probe).color;
    };
    const page = getComputedStyle(document.body).backgroundColor;
    const paint = (...layers) => {
        canvas.globalAlpha = 1;
        for (const [layer, alpha] of [['#fff', 1], [page, 1], ...layers]) {
            canvas.globalAlpha = alpha;
            canvas.fillStyle = layer;
            canvas.fillRect(0, 0, 1, 1);
        }
        const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(value => {
            const share = value / 255;
            return share <= .04045 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
        });
        return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2];
    };
    const ratio = (one, ...ground) => {
        const [light, dark] = [paint(...ground, [colour(one), 1]), paint(...ground)].sort((a, b) => b - a);
        return (light + .05) / (dark + .05);
    };
    const veil = [colour('--pbgdpl-veil'), 1], fill = [colour('--pbgdpl-fill'), 1];
    const found = {
        'ink on page': ratio('--pbgdpl-ink'),
        'link on page': ratio('--pbgdpl-link'),
        'link on veil': ratio('--pbgdpl-link', veil),
        'quiet on page': ratio('--pbgdpl-quiet'),
        'quiet on veil': ratio('--pbgdpl-quiet', veil),
        'white on fill': ratio('--pbgdpl-on-fill', fill),
        'white on hills': ratio('--pbgdpl-on-fill', fill, [colour('--pbgdpl-on-fill'), .13]),
        'dark on signal': ratio('--pbgdpl-on-signal', [colour('--pbgdpl-signal'), 1]),
        'edge on page, 3': ratio('--pbgdpl-edge'),
        'signal on fill, 3': ratio('--pbgdpl-signal', fill),
    };
    probe.remove();
    return found;
}"""
THEMES = {
    "stock": "",
    "dark": "document.documentElement.dataset.bsTheme = 'dark'",
    "red": """for (const [name, value] of Object.entries({'--bs-primary': '#a3121f',
        '--bs-link-color': '#a3121f', '--bs-link-color-rgb': '163, 18, 31'}))
        document.documentElement.style.setProperty(name, value)""",
    "none": """document.querySelectorAll('link[rel=stylesheet]').forEach(one => {
        if (!one.href.includes('sonla.pbgdpl')) one.remove();
    })""",
}
THEMES["black"] = (
    THEMES["none"] + "; document.body.style.cssText = 'background:#000;color:#fff'"
)
LATER = re.compile(r":has(?=\()|@container|color-mix(?=\()|container(?=:)")
"""What style sheets say to browsers of 2023 and later only."""
FOCUS = """() => {
    const one = document.activeElement;
    const shown = getComputedStyle(one.closest('.pbgdpl-tabbar > label') || one);
    return {
        within: Boolean(one.closest('.pbgdpl')),
        seen: shown.outlineStyle !== 'none' && parseFloat(shown.outlineWidth) >= 2,
        what: one.outerHTML.slice(0, 120),
    };
}"""
DRAWN = """all => all.filter(
    one => one.checkVisibility({visibilityProperty: true})
        && one.clientHeight !== 1 && one.getBoundingClientRect().height > 1
).map(one => {
    const box = one.getBoundingClientRect();
    return [one.outerHTML.slice(0, 200), box.x + scrollX, box.y + scrollY, box.width, box.height];
})"""
"""HTML and box of what is in sight; one pixel high is what only screen readers read."""
BORDER = 3
"""Pixels at each edge of a box that are no words."""
READ = ".pbgdpl :is(.pbgdpl-icon, h2, h3, h4, a, label, summary, button, p, small, time, dt, dd)"


def looks_wrong(page, part):
    """Return what is wrong with a part of a page as it stands before somebody."""
    root = page.locator(part).first
    found = {
        "too small to touch": root.evaluate(SMALL),
        "styled in place": root.locator("[style]").count() or [],
        "wider than the screen": [overflow(page)] if overflow(page) > 0 else [],
    }
    return {what: where for what, where in found.items() if where}


def forget_what_came_later(route):
    """Serve a style sheet as a browser without container queries, `:has` and mixes reads it."""
    response = route.fetch()
    route.fulfill(
        response=response,
        body=LATER.sub(lambda found: f"{found[0]}-of-later", response.text()),
    )


def pale(page):
    """Return icons and words that hardly differ from their ground, judged by a picture.

    axe takes the ground of forced colours for white, whatever it is.
    """
    drawn = page.locator(READ).evaluate_all(DRAWN)
    assert len(drawn) > 50
    picture = Image.open(BytesIO(page.screenshot(full_page=True)))
    found = []
    for html, x, y, width, height in drawn:
        inner = (x + BORDER, y + BORDER, x + width - BORDER, y + height - BORDER)
        part = picture.crop(tuple(round(edge) for edge in inner))
        if contrast(*ImageOps.grayscale(part).getextrema()) < 4.5:
            found.append(html)
    return found


def contrast(dark, light):
    """Return the ratio of two greys."""
    low, high = ((value / 255) ** 2.2 + 0.05 for value in (dark, light))
    return high / low


def unseen_focus(page):
    """Return what the keyboard reaches in our part without a sign of where one is."""
    page.locator(".pbgdpl :is(a, input, button)").first.focus()
    page.keyboard.press("Tab")
    found = []
    while (focus := page.evaluate(FOCUS))["within"]:
        found.append(focus)
        page.keyboard.press("Tab")
    assert len(found) > 20
    return [focus["what"] for focus in found if not focus["seen"]]
