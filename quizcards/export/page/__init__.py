"""What the HTML page is made of: style, script, policy, and data that no card can break out of."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from quizcards.export.svg.page import DARK, FONTS, LIGHT

_HERE = Path(__file__).parent
# half a pair is no text
_ESCAPES = {c: f"\\u{c:04x}" for c in (*map(ord, "<>&\u2028\u2029"), *range(0xD800, 0xE000))}


@cache
def style() -> str:
    """Return the style sheet, with the colours and fonts of the pictures."""
    colours = "".join(
        f"--{one.name}:light-dark({getattr(LIGHT, one.name)},{getattr(DARK, one.name)});"
        for one in fields(LIGHT)
        if isinstance(getattr(LIGHT, one.name), str)
    )
    named = {"accent": 0, "right": 2}
    colours += "".join(
        f"--{name}:light-dark({LIGHT.series[i]},{DARK.series[i]});" for name, i in named.items()
    )
    return f":root{{{colours}--fonts:{FONTS}}}\n{(_HERE / 'style.css').read_text(encoding='utf-8')}"


@cache
def script() -> str:
    """Return the script: the page's own, and that of one card at a time, which builds on it."""
    return "".join((_HERE / name).read_text(encoding="utf-8") for name in ("script.js", "study.js"))


def policy() -> str:
    """Return the Content-Security-Policy.

    It allows this style, this script and pictures in the page; nothing is ever loaded.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "img-src data:",
            f"style-src {_hash(style())}",
            f"script-src {_hash(script())}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def data(kind: str, value: Any) -> str:
    """Return plain data as an element that holds it as JSON; nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False).translate(_ESCAPES)
    return f'<script type="application/json" class="{kind}">{text}</script>\n'
