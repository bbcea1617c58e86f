"""A card's text: what between dollars is mathematics, and what names a picture."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcards.trace.prose import Image, Mathematics, filled, is_plain, parts, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("그냥 글", ["그냥 글"]),
        ("값 $m_t$는", ["값 ", Mathematics("m_t"), "는"]),
        ("함수$f$, $g$.", ["함수", Mathematics("f"), ", ", Mathematics("g"), "."]),
        (r"$$\sum_i x_i$$", [Mathematics(r"\sum_i x_i", is_display=True)]),
        ("$x\n+ y$", [Mathematics("x + y")]),
        (r"$\text{한글}$", [Mathematics(r"\text{한글}")]),
        ("$5와 $6", ["$5와 $6"]),
        ("$5, $6", ["$5, $6"]),
        ("$수식$", ["$수식$"]),
        ("$PATH:$HOME", ["$PATH:$HOME"]),
        (r"\$x$", [r"\$x$"]),
        ("$x\n\ny$", ["$x\n\ny$"]),
        ("앞 ![그림](media/a-1.png) 뒤", ["앞 ", Image("a-1.png"), " 뒤"]),
        ("![](media/뇌.png)", [Image("뇌.png")]),
        *((f"![]({path})", [f"![]({path})"]) for path in (
            "media/../a.png", "../a.png", "/etc/passwd", "media/b/a.png", "media/.a", "media/",
            "http://x/a.png", "media/a b.png", "media/a\nb.png", f"media/{'a' * 201}",
        )),
    ],
)  # fmt: skip
def test_a_text_has_these_parts(text: str, expected: list[object]) -> None:
    assert list(parts(text)) == expected
    assert is_plain(text) == (expected == [text])


def test_a_screen_shows_mathematics_in_unicode_or_as_latex_and_names_pictures() -> None:
    assert plain(r"{{$\hat m_t$|m}}: $\nothing{x}$ ![](media/a.png)") == (
        r"{{m̂ₜ|m}}: \nothing{x} (그림: a.png)"
    )


def test_braces_of_latex_are_no_blanks() -> None:
    assert filled(r"{{하나|둘}} $\frac{{a}}{b}$ {{$x$}}") == r"하나 $\frac{{a}}{b}$ $x$"
    assert "{{" not in plain(r"$\nothing{{a}}$")


@given(st.text(alphabet="$ab \\{}![](media/)\n가|_^", max_size=60))
def test_the_parts_of_a_text_are_all_of_it(text: str) -> None:
    found = list(parts(text))
    letters = [part for part in found if isinstance(part, str)]
    assert all(letters)
    if len(letters) == len(found):
        assert "".join(letters) == text == plain(text)


@pytest.mark.parametrize(
    "text", ["$", "$a ", "$a", "$$a ", "![](media/", "![[", "$\\", "$a\n", "{{$"], ids=repr
)
def test_marks_without_end_take_no_time(text: str) -> None:
    started = time.process_time()
    plain(filled(text * 20_000))
    assert time.process_time() - started < 1
