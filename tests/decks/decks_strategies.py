"""Decks as plain Python values, for hypothesis.

What yaml.safe_dump writes of them, the reader must give back.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import strategies as st

from tests.decks.decks_support import DEMOS

ALPHABET = "abc XYZ 019 가나다각힣 éñß ŷσβ₁ ∑∞ 日本 🙂 :#-'\"[]{}&*!|>%@`\\?,~=<.\u0301\u00a0"
TEXT = (
    st.text(ALPHABET, min_size=1, max_size=20)
    .map(lambda text: unicodedata.normalize("NFC", text).strip())
    .filter(lambda text: text != "")
)
# no line after the first starts with a letter: escaped, "\nu" is a line break and a u, or LaTeX
# that was eaten
LINES = st.lists(TEXT, min_size=1, max_size=3).map("\n- ".join)
IDS = st.builds(
    "".join,
    st.lists(
        st.sampled_from(["a", "b0", "bn", "10", "true", "x-y", "l1-vs-l2"]), min_size=1, max_size=3
    ),
)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
FORMULAS = st.lists(
    st.sampled_from(
        [r"m_t = \beta_1 m_{t-1}", r"\frac{a}{b}", r"x^2", r"\hat y \approx 0", "a = b"]
    ),
    min_size=1,
).map("\n".join)
KEY_POINT = st.fixed_dictionaries(
    {"point": TEXT},
    optional=dict.fromkeys(
        ("any_of", "all_of", "none_of", "contrary"), st.lists(TEXT, min_size=1, max_size=3)
    ),
)
MISCONCEPTION = st.fixed_dictionaries({"claim": LINES, "because": LINES})
DEMO = st.sampled_from(sorted(DEMOS)).flatmap(
    lambda name: st.fixed_dictionaries(
        {"run": st.just(name)},
        optional={
            "with": st.dictionaries(
                st.sampled_from(DEMOS[name].parameters),
                NUMBERS | st.lists(NUMBERS, min_size=1, max_size=3),
                max_size=2,
            )
        },
    )
)


@st.composite
def cards(draw: st.DrawFn, name: str, earlier: list[str]) -> dict[str, Any]:
    """A card that needs only cards before it."""
    card: dict[str, Any] = {"id": name, "question": draw(LINES), "answer": draw(LINES)}
    optional: dict[str, st.SearchStrategy[Any]] = {
        "key_points": st.lists(KEY_POINT, min_size=1, max_size=3),
        "formula": FORMULAS,
        "misconceptions": st.lists(MISCONCEPTION, min_size=1, max_size=2),
        "demo": DEMO,
        "tags": st.lists(TEXT, min_size=1, max_size=3),
        "sources": st.lists(LINES, min_size=1, max_size=2),
        "notes": st.sampled_from(["3", "8-9", "40, 44", "1,2-4", "73"]),
        "was": st.just([f"old-{name}", f"x/old-{name}"]),
    }
    if earlier:
        optional["needs"] = st.lists(st.sampled_from(earlier), min_size=1, max_size=3)
    card |= draw(st.fixed_dictionaries({}, optional=optional))
    followup: dict[str, st.SearchStrategy[Any]] = {"question": LINES, "answer": LINES}
    points = (
        st.integers(0, len(card.get("key_points", ())) - 1)
        if "key_points" in card
        else st.nothing()
    )
    if draw(st.booleans()):
        optional = {} if points.is_empty else {"point": points | points.map(str)}
        card["followups"] = draw(
            st.lists(st.fixed_dictionaries(followup, optional=optional), min_size=1, max_size=2)
        )
    return card


@st.composite
def decks(draw: st.DrawFn) -> dict[str, Any]:
    """A deck without any fault."""
    names = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    return {
        "deck": draw(IDS),
        "title": draw(TEXT),
        "cards": [draw(cards(name, names[:i])) for i, name in enumerate(names)],
    }
