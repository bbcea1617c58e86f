"""What `make torture` reads in the words of a session: how many answers were acknowledged."""

import io
from collections.abc import Callable

import pytest

from bench.torture.check import taken
from bench.torture.commands import ANSWERED, COMMANDS, STUDY
from tests.cli.conftest import Result


@pytest.mark.usefixtures("decks")
def test_the_questions_that_a_session_asks_are_counted_as_they_look(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they are not, a torture misses every loss."""
    monkeypatch.setattr("sys.stdin", io.StringIO(ANSWERED))
    done = run(*STUDY, "--kind", "recall")
    study = next(command for command in COMMANDS if command.answers)
    assert taken(study, done.out) == 3
