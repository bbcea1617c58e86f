"""Texts made to break who reads them: each a unit that is repeated until there is no room.

What takes time in proportion to the square of a text takes seconds for one of these, and what
cannot be read, shown or written is among them too.
"""

import random

UNITS = [
    *"{}[]()<>|*_`~#%^&$'\"\\/-−=+.,:;!?1a가ᄀ각ﷺ🙂",
    *["{{", "}}", "{{a}}", "{{a", "{{a|b}}", "a ", "가 ", ". ", "다. ", "고 ", "안 ", "않", "없"],
    *["(a, b)", "a|", "a\n", "\n\n", "\t", " ", "\u00a0", "\u0301", "\u0316\u0300", "a\u0301"],
    *["👨‍👩‍👧", "\u200d", "\u202e", "\u2028", "\ufeff", "\x00", "\x1b[2J", "\x85", "\r", "ŷ", "㎢"],
    *[
        "x_{1}",
        "\\frac{a}{b}",
        "\\hat ",
        "\\left(",
        "\\text{",
        "$$",
        "\\(",
        "\\[",
        "[latex]",
        "[$]",
    ],
    *["http://a ", "- ", "# ", "> ", "1. ", "1, ", "1e9", "```", "```math\n", "---\n", "- a: b\n"],
    *["<b>", "</b>", "<sup>", "<!--", "<![", "<a href=http://x>", "<td>", "&amp;", "&#65;", "&#x"],
    *["&#" + "9" * 5_000 + ";", "9" * 5_000, "[sound:", "{{c1::", "{{c1::a::b}}", "::", "]]>"],
    *[
        "Q: a\nA: b\n",
        "C: [a]\n",
        '"a',
        '""',
        "a,b\n",
        "a\tb\n",
        "#separator:tab\n",
        "#separator:\n",
    ],
    *["#deck column:" + "9" * 5_000 + "\n", "#columns:a\tb\n", '<a id="d--a"></a>\n', '<a id="a--'],
    *["- ✗ “a” → b ▸ ", "[x](#", "출처: a; ", "먼저 볼 카드: [a](#b), ", "**핵심**\n", "## q\n"],
    *[
        '{"a":',
        "[[",
        '"}]}',
        "null",
        "NaN",
        "~",
        "&a ",
        "*a ",
        "!!x ",
        "? ",
        "| ",
        ">-\n",
        "%YAML ",
    ],
]


def hostile_text(rng: random.Random, most: int) -> str:
    """Return one or two units, repeated up to so many letters."""
    parts = []
    for _ in range(rng.choice((1, 1, 2))):
        unit = rng.choice(UNITS)
        room = rng.choice((1, 30, most // 10, most))
        parts.append((unit * (room // len(unit) + 1))[:room])
    return "".join(parts)[:most] or "가"
