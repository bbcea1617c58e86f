"""Setting one value changes its line and no other."""

import tomllib

import pytest

from quizcards.errors import QuizcardsError
from quizcards.home.settings_text import with_setting

WRITTEN = """\
# 내 설정
learning_steps = [
  1, # 첫 단계
  10,
]  # 분
retention = 0.9   # "0.9" # 둘

[decks.optimization]  # 최적화
new_per_day = 3

[decks."basics"]
kinds = ["ox"]
"""


@pytest.mark.parametrize(
    ("names", "value", "before", "after"),
    [
        (("retention",), 0.85, "retention = 0.9 ", "retention = 0.85 "),
        (
            ("learning_steps",),
            [1, 5],
            "learning_steps = [\n  1, # 첫 단계\n  10,\n]",
            "learning_steps = [1, 5]",
        ),
        (("backups",), 2, "둘\n", "둘\nbackups = 2\n"),
        (("decks", "basics", "kinds"), ["choice"], '["ox"]', '["choice"]'),
        (("decks", "optimization", "new_per_day"), 4, "= 3", "= 4"),
        (("decks", "basics", "new_per_day"), 4, '["ox"]\n', '["ox"]\nnew_per_day = 4\n'),
        (
            ("decks", "norms", "kinds"),
            ["ox"],
            '["ox"]\n',
            '["ox"]\n\n[decks.norms]\nkinds = ["ox"]\n',
        ),
    ],
)
def test_every_other_line_and_comment_stays(
    names: tuple[str, ...], value: object, before: str, after: str
) -> None:
    assert with_setting(WRITTEN, names, value) == WRITTEN.replace(before, after)


def test_an_empty_text_gets_its_first_line() -> None:
    assert with_setting("", ["backups"], 2) == "backups = 2\n"
    assert with_setting("", ["decks", "a", "kinds"], ["ox"]) == '[decks.a]\nkinds = ["ox"]\n'


@pytest.mark.parametrize("text", ["decks = {a = {new_per_day = 3}}\n", "decks.a.new_per_day = 3\n"])
def test_what_it_would_spoil_is_left_to_the_learner(text: str) -> None:
    assert tomllib.loads(text)["decks"]["a"] == {"new_per_day": 3}
    with pytest.raises(QuizcardsError, match="편집기로"):
        with_setting(text, ["decks", "a", "new_per_day"], 4)
