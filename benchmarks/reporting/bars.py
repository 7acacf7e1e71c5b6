"""Bars as an SVG picture that is read in light and dark."""

from collections.abc import Sequence
from html import escape

WIDTH, NAMES, ROW, BAR = 760, 250, 26, 16
FIGURES = 90
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#333}.bar{fill:#8a97a8}.ours{fill:#1f6f5c}"
    ".title{font-weight:600;font-size:15px}"
    "@media (prefers-color-scheme:dark){text{fill:#ddd}.bar{fill:#6d7a8c}.ours{fill:#4fb79c}}"
)


def bars(title: str, rows: Sequence[tuple[str, float, str]], *, ours: Sequence[str]) -> str:
    """Return the picture of these rows (name, length, figure); the bars of `ours` stand out."""
    longest = max(length for _, length, _ in rows)
    height = ROW * (len(rows) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<text class="title" x="0" y="{ROW - 8}">{escape(title)}</text>',
    ]
    for number, (name, length, figure) in enumerate(rows):
        top = ROW * (number + 1) + 6
        width = max(1.0, length / longest * (WIDTH - NAMES - FIGURES))
        kind = "ours" if name in ours else "bar"
        parts += [
            f'<text x="{NAMES - 10}" y="{top + 13}" text-anchor="end">{escape(name)}</text>',
            f'<rect class="{kind}" x="{NAMES}" y="{top}" width="{width:.1f}" height="{BAR}" rx="2"/>',
            f'<text x="{NAMES + width + 8:.1f}" y="{top + 13}">{escape(figure)}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
