"""Characters that are no text: which there are, and a pattern for those that a place refuses.

A deck refuses them, an import takes them out, a screen shows a box. Tabs and newlines are text.
Each constant is the inside of a character class, to be put together by `one_of`.
"""

import re

CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
"""What a terminal may obey."""
BREAKS = "\x0b\x0c\r\x85"
"""Controls that end a line, to some programs at least."""
SEPARATORS = "\u2028\u2029"
"""What ends a line or a paragraph, and is no control."""
DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
"""What turns the direction of the text after it, so that it reads as something else."""
UNSEEN = "\u061c\u200b\u200e\u200f\u2060\ufeff"
"""What is not seen at all. U+200C and U+200D are not among it: they join letters and emoji."""
UNWRITABLE = "\ud800-\udfff\ufffe\uffff"
"""Halves of surrogate pairs and what is no character: no file in UTF-8 or XML can hold them."""


def one_of(*classes: str) -> re.Pattern[str]:
    r"""Return what finds one character of these classes.

    >>> one_of(CONTROLS, DIRECTIONS).sub("□", "a\x1b[31m\u202eb")
    'a□[31m□b'
    """
    return re.compile(f"[{''.join(classes)}]")
