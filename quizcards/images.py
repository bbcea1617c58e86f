"""Pictures in the text of cards: which kinds there are, and how large one may be."""

from __future__ import annotations

import re

FOLDER = "media"
"""Beside a deck."""
MOST_BYTES = 10_000_000
"""Of one picture."""
MOST_TOGETHER = 100_000_000
"""Of all that come at once. A backup of everything holds five times as much."""
SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".svg"))
"""Of the files of pictures, in small letters."""
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml[^<>]*>|<!--(?:(?!-->).)*-->|<!DOCTYPE[^<>\[]*>|\s)*<svg[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_KINDS = (
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("jpeg", re.compile(rb"\xff\xd8\xff")),
    ("gif", re.compile(rb"GIF8[79]a")),
    ("webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("avif", re.compile(rb".{4}ftypavi[fs]", re.DOTALL)),
    ("bmp", re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)),
    ("svg+xml", _SVG),
)
"""How the bytes of each kind of picture begin, by the name of its kind (image/png)."""


def kind(data: bytes) -> str:
    r"""Return which kind of picture these bytes are; "" for what a browser shows as none.

    >>> kind(b"\x89PNG\r\n\x1a\n..."), kind(b"<html>")
    ('png', '')
    """
    return next((name for name, start in _KINDS if start.match(data[:4096])), "")
