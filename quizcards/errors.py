"""What the user can fix. Anything else that is raised is a bug and keeps its traceback."""

from collections.abc import Iterable


class QuizcardsError(Exception):
    """A message in Korean for the user: what is wrong and what to do. The command ends with exit code 2."""


def perhaps(word: str, known: Iterable[str], likeness: float = 0.5) -> str:
    """Return a question after the known word that was probably meant, to stand at the end of a message; "" if none is near."""
    from difflib import get_close_matches  # only where there is a typo to explain

    near = get_close_matches(word, list(known), n=1, cutoff=likeness)
    return f" 혹시 '{near[0]}'인가요?" if near else ""
