"""The golden fixture can fail."""

from collections.abc import Callable

import pytest

Golden = Callable[[str, str], None]


@pytest.fixture(autouse=True)
def only_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UPDATE_GOLDEN", raising=False)


def test_a_golden_file_that_is_not_there_is_a_failure(golden: Golden) -> None:
    with pytest.raises(AssertionError, match=r"tests/golden/never-written\.txt is missing"):
        golden("never-written", "")


def test_another_text_is_a_failure(golden: Golden) -> None:
    with pytest.raises(AssertionError, match="look at it"):
        golden("../conftest.py", "")
