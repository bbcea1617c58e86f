"""What the system refuses is explained in Korean."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from quizcards.errors import perhaps, reason


@pytest.mark.parametrize(
    ("tries", "said"),
    [
        (lambda folder: (folder / "missing").read_text(), "없음"),
        (lambda folder: folder.read_text(), "폴더임"),
        (lambda folder: (folder / "file" / "x").read_text(), "폴더가 아닌 것"),
        (lambda folder: folder.mkdir(), "이미 있음"),
        (lambda folder: (folder / ("x" * 300)).write_text(""), "너무 긺"),
        (lambda folder: (folder / "loop").read_text(), "서로를"),
    ],
)
def test_what_goes_wrong_with_files_is_said_in_korean(
    tmp_path: Path, tries: Callable[[Path], object], said: str
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match=r"\[Errno") as refused:
        tries(tmp_path)
    assert said in reason(refused.value)
    assert not re.search("[A-Za-z]", reason(refused.value))


def test_what_is_out_of_the_ordinary_stays_in_the_systems_words() -> None:
    assert reason(OSError(77, os.strerror(77))) == os.strerror(77)
    assert reason(OSError("no number")) == "no number"


def test_a_word_is_only_suggested_where_it_may_be_a_slip() -> None:
    known = ["norms", "adam", "momentum"]
    assert perhaps("nothere", known) == ""
    assert perhaps("momentun", known) == " 혹시 'momentum'인가요?"
