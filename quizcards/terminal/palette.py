"""What the meanings of a text look like, legible on the background that it stands on.

Views say what a text means; the colours are chosen here, once for a dark and once for a light
background. Nothing is told by colour alone: what is right or wrong has a sign or a word as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from quizcards.characters import shown
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from rich.theme import Theme

HEADING = "heading"
ACCENT = "accent"
"""The learner's own words, and values."""
QUIET = "quiet"
CHOSEN = "chosen"
GRADE = "grade"
TRUTH = "truth"
FALSE = "false"
"""A claim that is not so."""
RIGHT = "right"
WRONG = "wrong"
MIDDLING = "middling"
"""Neither well nor badly known."""
BACKWARD = "backward"
"""The gradient, which flows back."""
SERIES = ("series-1", "series-2", "series-3", "series-4")

DARK, LIGHT, EITHER, NONE = "dark", "light", "either", "none"
"""Backgrounds; where it is not known, colours are between those of a dark and of a light one."""
NAMED = (DARK, LIGHT, NONE)
"""What the learner may name."""

ATTRIBUTES = {
    HEADING: "bold",
    CHOSEN: "bold",
    GRADE: "bold",
    TRUTH: "bold",
    FALSE: "strike",
    RIGHT: "bold",
    WRONG: "bold",
}
RED, GREEN, YELLOW, CYAN, VIOLET, GREY = range(6)
_MEANT = {
    ACCENT: CYAN,
    CHOSEN: CYAN,
    QUIET: GREY,
    FALSE: RED,
    RIGHT: GREEN,
    WRONG: RED,
    MIDDLING: YELLOW,
    BACKWARD: RED,
    **dict(zip(SERIES, (CYAN, YELLOW, VIOLET, GREEN), strict=True)),
}
COLORS: dict[str, tuple[int | None, ...]] = {
    DARK: (210, 114, 179, 80, 176, 247),
    LIGHT: (124, 22, 94, 24, 90, 241),
    # luminance 0.18 is as far from black as from white; no yellow is
    EITHER: (131, 29, None, 63, 98, 243),
}
"""Red, green, yellow, cyan, violet and grey among the 256 colours, which no theme changes."""
FEW_COLORS: dict[str, tuple[int | None, ...]] = {
    DARK: (9, 2, 3, 6, 13, None),
    LIGHT: (1, None, None, 4, None, None),
    EITHER: (None,) * 6,
}
"""The same among 16, for terminals that have no more."""
_LIGHTS = (7, *range(9, 16))
"""Of 16 colours those that are light."""


def background(environment: Mapping[str, str]) -> str:
    """Return what the learner or the terminal says of the background.

    Raises QuizcardsError for a theme that there is not.
    """
    named = environment.get("QUIZCARDS_THEME", "")
    if named in NAMED:
        return named
    if named:
        raise QuizcardsError(
            f"QUIZCARDS_THEME={shown(named)}: {', '.join(NAMED)} 가운데 하나를 적어 주세요."
        )
    color = environment.get("COLORFGBG", "").rpartition(";")[2]
    if not (color.isascii() and color.isdigit()):
        return EITHER
    return LIGHT if int(color) in _LIGHTS else DARK


def background_of(red: float, green: float, blue: float) -> str:
    """Return which background a colour is, its parts in [0, 1].

    Dark is what white stands out from better than black: a luminance below 0.18 (WCAG 2.2).
    """
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return DARK if luminance < 0.18 else LIGHT


def theme(ground: str, color_system: str | None) -> Theme:
    """Return how each meaning is drawn on a background, in the colours that a terminal has."""
    from rich.theme import Theme  # only what draws on a terminal needs it

    colors = COLORS if color_system in ("256", "truecolor") else FEW_COLORS
    shades = colors.get(ground, (None,) * 6)
    styles = {}
    for meaning in dict.fromkeys([*ATTRIBUTES, *_MEANT]):
        shade = shades[_MEANT[meaning]] if meaning in _MEANT else None
        color = "" if shade is None else f"color({shade})"
        styles[meaning] = f"{ATTRIBUTES.get(meaning, '')} {color}".strip() or "none"
    return Theme(styles, inherit=False)
