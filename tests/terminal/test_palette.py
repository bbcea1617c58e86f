"""Colours that can be read, on every background that is usual."""

from collections.abc import Callable

import pytest
from rich.color import Color

from quizcards.errors import QuizcardsError
from quizcards.terminal import palette
from quizcards.terminal.palette import DARK, EITHER, LIGHT, NONE, background, background_of, theme
from tests.terminal.conftest import Terminal

BACKGROUNDS = {
    DARK: {
        "black": 0x000000,
        "Solarized dark": 0x002B36,
        "Windows Terminal": 0x0C0C0C,
        "VS Code dark": 0x1E1E1E,
        "Ubuntu": 0x300A24,
        "Dracula": 0x282A36,
        "Gruvbox dark": 0x282828,
        "Nord": 0x2E3440,
    },
    LIGHT: {
        "white": 0xFFFFFF,
        "Solarized light": 0xFDF6E3,
        "One light": 0xFAFAFA,
        "Catppuccin latte": 0xEFF1F5,
    },
    EITHER: {"black": 0x000000, "white": 0xFFFFFF},
}
XTERM = {1: 0xCD0000, 2: 0x00CD00, 3: 0xCDCD00, 4: 0x0000EE, 6: 0x00CDCD, 9: 0xFF0000, 13: 0xFF00FF}
"""The colours among 16 that are used, as xterm has them (XTerm-col.ad)."""
LEAST = 4.5
"""Of the Web Content Accessibility Guidelines 2.2, 1.4.3."""


def luminance(color: int) -> float:
    """Return the relative luminance of 0xRRGGBB (WCAG 2.2)."""
    channels = [byte / 255 for byte in color.to_bytes(3, "big")]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: int, other: int) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def shown(number: int, few: bool) -> int:
    if few:
        return XTERM[number]
    return int(Color.from_ansi(number).get_truecolor().hex[1:], 16)


@pytest.mark.parametrize("ground", [DARK, LIGHT, EITHER])
@pytest.mark.parametrize("color_system", ["standard", "256", "truecolor"])
def test_every_colour_stands_out_from_the_backgrounds_of_the_usual_themes(
    ground: str, color_system: str
) -> None:
    few = color_system == "standard"
    grounds = {"black": 0, "white": 0xFFFFFF} if few else BACKGROUNDS[ground]
    grounds = {name: color for name, color in grounds.items() if name in BACKGROUNDS[ground]}
    for meaning, style in theme(ground, color_system).styles.items():
        assert not style.dim
        assert style.bgcolor is None
        if style.color is None or style.color.number is None:
            continue
        for name, color in grounds.items():
            ratio = contrast(shown(style.color.number, few), color)
            assert ratio >= LEAST, f"{meaning} on {name}: {ratio:.2f}"


@pytest.mark.parametrize("ground", [NONE, EITHER])
def test_without_colours_there_are_none_and_what_is_told_by_weight_still_is(ground: str) -> None:
    styles = theme(ground, "standard").styles
    assert all(style.color is None for style in styles.values())
    assert {name for name, style in styles.items() if style.bold} == {
        palette.HEADING,
        palette.CHOSEN,
        palette.GRADE,
        palette.TRUTH,
        palette.RIGHT,
        palette.WRONG,
    }
    assert styles[palette.FALSE].strike


@pytest.mark.parametrize(
    ("environment", "ground"),
    [
        ({}, EITHER),
        ({"QUIZCARDS_THEME": ""}, EITHER),
        ({"QUIZCARDS_THEME": "light", "COLORFGBG": "15;0"}, LIGHT),
        ({"QUIZCARDS_THEME": "none"}, NONE),
        ({"COLORFGBG": "15;0"}, DARK),
        ({"COLORFGBG": "7;default;8"}, DARK),
        ({"COLORFGBG": "0;default;15"}, LIGHT),
        ({"COLORFGBG": "0;7"}, LIGHT),
        ({"COLORFGBG": "0;default"}, EITHER),
    ],
)
def test_the_background_is_what_the_learner_says_or_else_the_terminal(
    environment: dict[str, str], ground: str
) -> None:
    assert background(environment) == ground


def test_a_theme_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(QuizcardsError, match="QUIZCARDS_THEME=blue: dark, light, none 가운데"):
        background({"QUIZCARDS_THEME": "blue"})


def test_a_wrong_theme_ends_a_session_before_it_takes_the_screen(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("study", QUIZCARDS_THEME="blue")
    assert terminal.end() == 2
    assert "QUIZCARDS_THEME=blue" in terminal.text
    assert terminal.is_restored()


@pytest.mark.parametrize(("name", "code"), [("dark", b"38;5;247"), ("light", b"38;5;241")])
def test_the_keys_below_are_drawn_in_the_quiet_colour_of_the_theme(
    name: str, code: bytes, start: Callable[..., Terminal]
) -> None:
    terminal = start("study", QUIZCARDS_THEME=name)
    terminal.wait("Space 답 보기")
    assert code in terminal.raw
    assert b"\x1b[2m" not in terminal.raw


@pytest.mark.parametrize(("said", "code"), [("1e1e", b"38;5;247"), ("ffff", b"38;5;241")])
def test_a_terminal_that_says_its_background_is_drawn_on_in_colours_for_it(
    said: str, code: bytes, start: Callable[..., Terminal]
) -> None:
    terminal = start("study")
    terminal.wait("Space 답 보기")
    assert b"\x1b]11;?" in terminal.raw
    assert b"38;5;243" in terminal.raw
    terminal.press(f"\x1b]11;rgb:{said}/{said}/{said}\x1b\\", "Space 답 보기")
    assert code in terminal.raw


@pytest.mark.parametrize("ground", [DARK, LIGHT])
def test_each_usual_background_is_told_for_what_it_is(ground: str) -> None:
    for color in BACKGROUNDS[ground].values():
        assert background_of(*(byte / 255 for byte in color.to_bytes(3, "big"))) == ground
