"""What the user can fix. Anything else that is raised is a bug and keeps its traceback."""


class QuizcardsError(Exception):
    """A message in Korean for the user: what is wrong and what to do. The command ends with exit code 2."""
