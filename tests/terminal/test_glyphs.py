"""What the program draws is in the fonts of terminals: no box where a letter should be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizcards import demos
from quizcards.terminal import card_parts
from quizcards.terminal.demo_run import run_demo
from quizcards.terminal.demo_view import demo_lines
from quizcards.terminal.laboratory import Laboratory
from quizcards.trace.linear import DOUBLE_STRUCK
from quizcards.trace.notation import SUBSCRIPTS, SUPERSCRIPTS
from tests.shipped import shipped

ROOT = Path(__file__).parents[2]
GLYPHS = set(
    "\u00a0§°±²³·¹¼½×ãéöüĥŵŷʰʲʳʷʸˡˢˣ\u0302\u0303\u0304ΔΛΣΩαβγδεηθκλμξπρστυφωᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺ"
    "ᴼᴾᴿᵀᵁᵂᵃᵇᵈᵉᵍᵏᵐᵒᵖᵗᵘᵛᵢᵣᵤᵥᶜᶠᶻ–‖‘’“”…′″⁄⁰ⁱ⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖ"
    "ₗₘₙₚₛₜℂℓℕℙℚℝℤ←↑→↓↳⇒∂∇∈∏∑−∕∘√∝∞∩∼≈≠≤≥≪⊙⋮⋯⌈⌉⌊⌋─━│┄┌┐└┘├┤┬┴┼╴╵╶╷▁▂▃▄▅▆▇█▌▐░▒▓□"
    "▲△▸▼◆◉○●◐✓、（）＋，－．／；［］"
)
"""The characters beyond ASCII and Hangul that may be drawn.

All are in D2Coding 1.3.3, the coding font most used in Korea. Noto Sans Mono CJK KR 2.004 has
fewer:
no small letters and digits but ¹²³⁴, no accents over h, w, y and z, no ℝ nor ⌈⌊. A formula
cannot be written without them, and a terminal takes them from another font; so
D2Coding is the measure.
"""
BRAILLE = {chr(code) for code in range(0x2801, 0x2900)}
"""The one exception: neither font has these, and pictures have no other way to be fine.

Many terminals draw them themselves (kitty, WezTerm, Ghostty, Windows Terminal), the others take
them from the font that the system has for them.
"""
FORBIDDEN = "ℒℬ𝒟𝒩𝔼𝟙ⱼᵦẑ🎲"


def drawn_here(text: str) -> set[str]:
    """The characters that the test is about."""
    return {char for char in text if ord(char) > 127 and not is_hangul(char)}


def is_hangul(char: str) -> bool:
    return "가" <= char <= "힣" or "ㄱ" <= char <= "ㆎ" or "ᄀ" <= char <= "ᇿ"


def cards() -> Iterator[str]:
    laboratory = Laboratory(demos.of)
    for card in shipped().cards:
        back = laboratory.back(card)
        yield from (*back.formulas, *back.evidence, card.question)
        yield from (line.plain for line in card_parts.whole(back, 80, False))


def shipped_demos() -> Iterator[str]:
    for name in demos.names():
        lines = demo_lines(run_demo(demos.load(name), {}), 80)
        yield from (line.plain for line in lines)


def goldens() -> Iterator[str]:
    for file in (ROOT / "tests/terminal/golden").glob("*.txt"):
        yield file.read_text(encoding="utf-8").replace("🎲", "")  # of a card that tests bring


def words_of_the_code() -> Iterator[str]:
    """Every text that stands in what draws; what only reads typed text may know more."""
    for folder in ("terminal", "cli", "app", "study", "interview", "insight"):
        for file in (ROOT / "quizcards" / folder).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def small_letters() -> Iterator[str]:
    yield from (*SUBSCRIPTS.values(), *SUPERSCRIPTS.values(), *DOUBLE_STRUCK.values())


@pytest.mark.parametrize("texts", [cards, shipped_demos, goldens, words_of_the_code, small_letters])
def test_every_glyph_that_is_drawn_is_in_the_fonts_of_terminals(texts: object) -> None:
    assert callable(texts)
    found = drawn_here("".join(texts()))
    assert sorted(found - GLYPHS - BRAILLE) == []


def test_letters_that_the_fonts_lack_are_not_on_the_list() -> None:
    assert not GLYPHS & set(FORBIDDEN)
