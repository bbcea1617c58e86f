"""The learner's plan: `plan.json` in the learner's folder."""

from __future__ import annotations

import json
from pathlib import Path

from quizcards.data_files import read_json
from quizcards.errors import QuizcardsError, reason
from quizcards.files import sync_folder, write_file
from quizcards.study.goal import Goal, goal_data, goal_from

FILE = "plan.json"


def read_goal(home: Path) -> Goal | None:
    """Return the plan in the learner's folder, or None.

    Raises QuizcardsError for a file that holds none.
    """
    try:
        return goal_from(read_json(home / FILE))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise QuizcardsError(
            f"{home / FILE}: 계획을 읽을 수 없습니다. quizcards plan --by 날짜로 다시 세우거나 "
            "quizcards plan --clear로 지워 주세요."
        ) from error


def write_goal(home: Path, goal: Goal) -> None:
    """Keep a plan, on one line: merged with another machine's, one of the two stands whole.

    Raises QuizcardsError when it cannot be written.
    """
    try:
        write_file(home / FILE, (json.dumps(goal_data(goal), ensure_ascii=False) + "\n").encode())
    except OSError as error:
        raise QuizcardsError(f"{home / FILE}: 계획을 적을 수 없습니다({reason(error)}).") from error


def clear_goal(home: Path) -> bool:
    """Give up the plan, whatever its file holds; say whether there was one.

    Raises QuizcardsError when it cannot be removed.
    """
    try:
        (home / FILE).unlink()
        sync_folder(home)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise QuizcardsError(f"{home / FILE}: 계획을 지울 수 없습니다({reason(error)}).") from error
    return True
