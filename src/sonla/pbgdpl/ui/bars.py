"""Bars of charts: SVG that the server draws, styled by `pbgdpl.css`."""


def drawn_bar(value: int, largest: int) -> str:
    """Draw one horizontal bar beside others, the largest of which is full."""
    return (
        f'<svg viewBox="0 0 {largest} 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="is-now" width="{value}" height="1"/></svg>'
    )
