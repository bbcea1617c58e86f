"""The classes of characters hold what Unicode says they should, and each character once."""

import sys
import unicodedata
from functools import cache

import pytest

from quizcards.characters import (
    BREAKS,
    CONTROLS,
    DIRECTIONS,
    SEPARATORS,
    UNSEEN,
    UNWRITABLE,
    one_of,
)


@cache
def every() -> str:
    """Every character there is."""
    return "".join(map(chr, range(sys.maxunicode + 1)))


def members(*classes: str) -> set[str]:
    return set(one_of(*classes).findall(every()))


def of_category(*categories: str) -> set[str]:
    return {char for char in every() if unicodedata.category(char) in categories}


def test_controls_and_breaks_are_all_controls_but_tab_and_newline() -> None:
    assert members(CONTROLS, BREAKS) == of_category("Cc") - {"\t", "\n"}


def test_breaks_and_separators_are_what_python_too_ends_lines_at() -> None:
    ends = {char for char in every() if len(f"a{char}b".splitlines()) == 2}
    assert members(BREAKS, SEPARATORS) == ends - {"\n", "\x1c", "\x1d", "\x1e"}


def test_directions_are_what_embeds_overrides_or_isolates() -> None:
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert members(DIRECTIONS) == {c for c in every() if unicodedata.bidirectional(c) in turning}


def test_the_unseen_are_format_characters_and_no_joiner() -> None:
    assert members(UNSEEN) < of_category("Cf") - {"\u200c", "\u200d"}


def test_what_cannot_be_written_are_the_surrogates_and_two_that_xml_has_not() -> None:
    assert members(UNWRITABLE) == of_category("Cs") | {"\ufffe", "\uffff"}


@pytest.mark.parametrize("char", "\t\n가a \u200d\u00a0🙂")
def test_text_is_in_none(char: str) -> None:
    assert not one_of(CONTROLS, BREAKS, SEPARATORS, DIRECTIONS, UNSEEN, UNWRITABLE).search(char)
