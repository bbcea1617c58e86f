"""`quizcards check` runs the demos of a deck, and says at its place what cannot be asked about."""

from quizcards import demos
from quizcards.model import (
    Card,
    Code,
    DemoCall,
    KeyPoint,
    Misconception,
    Place,
    WrittenMistake,
)
from quizcards.quiz.survey import demo_problems, point_problems, survey
from quizcards.trace.inline import inline_demo


def said(code: str, *mistakes: tuple[str, str, str], draws: int = 10) -> list[str]:
    written = tuple(WrittenMistake(*mistake) for mistake in mistakes)
    return survey(inline_demo("시험", Code(code, mistakes=written)), {}, draws)


def test_a_demo_that_works_has_nothing_wrong() -> None:
    assert said("a = 3\nb = 2 * a\n", ("b", "a / 2", "나누었습니다.")) == []
    assert survey(demos.load("adam"), {}, 10) == []


def test_a_demo_that_fails_says_why() -> None:
    (problem,) = said("a = [1, 2]\nb = a[5]\n")
    assert "IndexError" in problem


def test_parameters_out_of_range_are_said_without_drawing() -> None:
    (problem,) = survey(demos.load("adam"), {"lr": -1.0}, 10)
    assert "lr=" in problem


def test_a_mistake_that_is_none_is_named() -> None:
    (problem,) = [
        one for one in said("a = 3\nb = 2 * a\n", ("b", "a + a", "더했습니다.")) if "실수" in one
    ]
    assert "b = a + a" in problem


def test_a_mistake_that_cannot_be_computed_says_why() -> None:
    problems = said(
        "a = 3\nb = 2 * a\nc = b + 1\n",
        ("b", "c - 1", "나중 값입니다."),
        ("b", "a / 0", "나누었습니다."),
    )
    assert [one for one in problems if "b = c - 1" in one and "'c'에 아직 값이 없습니다" in one]
    assert [one for one in problems if "b = a / 0" in one and "0으로 나누었습니다" in one]


def test_the_runs_of_a_survey_are_not_kept() -> None:
    demo = inline_demo("시험", Code("a = 3\nb = 2 * a\n"))
    assert survey(demo, {}, 10) == []
    assert demo.ran == {}


def test_a_value_to_show_that_this_run_never_computes_is_said() -> None:
    # Momentum corrects no bias
    (problem,) = survey(demos.load("optimizers-overview"), {}, 0, ("w", "m_hat"))
    assert "'m_hat'" in problem


def test_draws_that_rarely_work_are_counted_with_the_reason() -> None:
    # near the author's 1, all above it fail, and at 1 the answer is 0
    problems = said("a = 1.0\nb = np.sqrt(1 - a)\n")
    assert "10번 가운데" in problems[0]


def test_the_place_is_where_the_demo_stands_and_misconceptions_run_too() -> None:
    at = Place("deck.yaml", 7, 9)
    broken = DemoCall("adam", {"lr": "많이"}, show=("m",), place=at)
    card = Card(
        "d", "a", "q", "a", Place("deck.yaml"), misconceptions=(Misconception("c", "b", broken),)
    )
    (problem,) = demo_problems([card], demos.of)
    assert (problem.path, problem.line, problem.column) == ("deck.yaml", 7, 9)
    assert problem.message.startswith("demo: lr=많이")


def test_an_alternative_that_fits_two_key_points_is_told_at_its_card() -> None:
    points = (KeyPoint("하나", ("편향 보정",)), KeyPoint("둘", ("보정 편향", "적률")))
    card = Card("d", "a", "q", "a", Place("deck.yaml", 4, 3), key_points=points)
    problems = point_problems([card])
    assert {(problem.path, problem.line, problem.column) for problem in problems} == {
        ("deck.yaml", 4, 3)
    }
    assert any("편향 보정" in problem.message for problem in problems)
    assert not any("적률" in problem.message.split(":")[1] for problem in problems)
