"""What home says of the day, as lines."""

import pytest

from quizcards.study.goal import Standing
from quizcards.study.queue import Left
from quizcards.study.today import Today
from quizcards.terminal.today_view import today_lines

PLAN = Standing(by=9, lead=None)


@pytest.mark.parametrize(
    ("left", "unseen", "standing", "said"),
    [
        (Left(2, 0, 0, no_time=True), 147, None, "오늘 쓸 시간이 찼습니다(면접도 셉니다)"),
        (Left(0, 0, 0), 147, None, "오늘 열 수만큼 열었습니다"),
        (Left(2, 0, 0), 147, PLAN, "오늘 계획에는 더 없습니다"),
    ],
)
def test_why_no_card_is_new_today_is_said_where_some_are_left(
    left: Left, unseen: int, standing: Standing | None, said: str
) -> None:
    today = Today(left, 1, 0, 0, standing, [], unseen=unseen)
    head, *notes = [line.plain.strip() for line in today_lines(today)]
    assert "새 카드" not in head
    assert notes[-1] == f"새 카드 147장은 내일부터 엽니다. {said}"


@pytest.mark.parametrize(("new", "unseen"), [(3, 147), (0, 0)])
def test_nothing_is_said_of_why_where_cards_are_new_or_none_is_left(new: int, unseen: int) -> None:
    (head,) = today_lines(Today(Left(2, new, 0), 1, 0, 0, None, [], unseen=unseen))
    assert f"새 카드 {new}장" in head.plain
