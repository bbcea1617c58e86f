"""Questions for a line of code: what is asked, what is said of a line, and what a hint costs."""

from dataclasses import replace
from pathlib import Path

import pytest

from quizcards import demos
from quizcards.decks.reader import read_library
from quizcards.errors import QuizcardsError
from quizcards.insight.mistakes import mistake
from quizcards.model import Card, DemoCall, Event, Grade
from quizcards.quiz import kinds
from quizcards.quiz.code_question import asked_for
from quizcards.quiz.judge import judge
from quizcards.quiz.question import Asked, Checking, Code, Item
from quizcards.study.attempt import TRIES, Attempt
from tests.quiz.quiz_examples import CARD, CONTEXT, whiteboard

pytestmark = pytest.mark.xdist_group("whiteboard")


def asked(demo: str, target: str) -> Asked:
    return asked_for(Checking(whiteboard(), demos.of, DemoCall(demo), target))


def code(demo: str, target: str) -> Code:
    answering = asked(demo, target).answering
    assert isinstance(answering, Code)
    return answering


def card(*lines: str) -> Card:
    return replace(CARD, demo=DemoCall("adam"), code=lines)


def attempt() -> Attempt:
    return Attempt(Item("code", card("m_hat"), 1, asked("adam", "m_hat")))


def test_the_line_is_blank_and_its_note_is_kept_for_a_hint() -> None:
    question = asked("adam", "delta_w")
    lines = code("adam", "delta_w").lines
    assert "    delta_w = ____" in lines
    assert lines[0] == "def adam(w, g, m, v, t, lr, beta1, beta2, eps):"
    assert question.prompt == "delta_w의 빈칸에 들어갈 NumPy 식을 적어 보세요: 갱신량"
    assert asked("adam", "m_hat").prompt.endswith(": 편향을 보정한 1차 적률 m̂")
    assert code("adam", "m_hat").hints == (
        "0에서 출발한 편향을 보정",
        "이 식에 나오는 것: m, beta1, t",
        "m_hat = m / (1 - beta1 ** t)",
    )


def test_words_with_a_formula_or_with_inputs_of_their_own_do_not_ask_the_question() -> None:
    prompt = asked("adam-bias-correction", "m_hat").prompt
    assert "=" not in prompt.partition("적어 보세요")[2]


def test_inputs_come_with_their_shapes_and_words() -> None:
    assert "X: (2, 4) 배열" in asked("logistic-regression-batch", "dw").inputs
    assert "mode: 'train' 또는 'eval'" in asked("dropout", "var").inputs


def test_only_lines_that_the_author_chose_are_asked() -> None:
    wanted = card("m_hat", "w")
    found = set()
    for seed in range(20):
        item = kinds.ask("code", wanted, CONTEXT, seed)
        assert item is not None
        assert isinstance(item.asked.answering, Code)
        found.add(item.asked.answering.target)
    assert found == {"m_hat", "w"}


def test_a_deck_says_which_lines_and_a_line_that_is_not_there_is_reported(tmp_path: Path) -> None:
    deck = tmp_path / "own.yaml"
    text = (
        "deck: own\ntitle: 덱\ncards:\n  - id: adam\n    question: 왜?\n    answer: 그래서요.\n"
        "    demo: {run: adam}\n    code: [m_hat, m_hut]\n"
        "  - id: bare\n    question: 왜?\n    answer: 그래서요.\n    code: [w]\n"
    )
    deck.write_text(text, encoding="utf-8")
    library = read_library([deck], demos.outline, demos.names())
    assert library.cards[0].code == ("m_hat",)
    said = [problem.message for problem in library.problems]
    assert any("'m_hut' 값이 없습니다. 혹시 'm_hat'인가요?" in one for one in said)
    assert any("데모가 없습니다" in one for one in said)


@pytest.mark.parametrize(
    ("demo", "target", "text", "said"),
    [
        ("adam", "m_hat", "m", "m의 편향 보정을 빠뜨렸습니다."),
        ("adam", "m_hat", "m * 2", "m_hat: 내 식은 0.02, 맞는 값은 0.1"),
        ("adam", "delta_w", "-lr * m_hat / np.sqrt(v_hat)", "맞는 값은 −0.0009999999"),
        ("bn-forward", "mu", "np.reshape(np.mean(x), 1)", "mu의 모양이 다릅니다: () 대신 (1,)"),
        ("activation-value", "z1", "W1 @ w2", "@의 안쪽 크기가 다릅니다"),
        ("gradient-descent", "w", "w - g", "1번째 반복의 w: 내 식은"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_by_what_is_known_of_it(
    demo: str, target: str, text: str, said: str
) -> None:
    verdict = judge(code(demo, target), text)
    assert verdict.share == 0
    assert said in "\n".join(verdict.lines)
    assert any(line.startswith("입력: ") for line in verdict.lines)
    assert verdict.lines[-1].startswith("정답: ")


def test_another_form_is_right_and_the_demos_own_is_shown_beside_it() -> None:
    asked = code("adam", "v")
    assert judge(asked, "beta2 * v + (1-beta2) * g**2").lines == ("같은 값을 냅니다.",)
    other = judge(asked, "beta2 * v + (1 - beta2) * np.square(g)")
    assert other.share == 1
    assert other.lines[1] == "데모의 식: v = beta2 * v + (1 - beta2) * g ** 2"


def test_what_may_not_run_is_asked_for_again() -> None:
    with pytest.raises(QuizcardsError, match="부를 수 없는 함수입니다: open"):
        judge(code("adam", "m_hat"), "open('x')")


def test_a_right_line_is_good_a_mended_one_hard_and_one_that_was_shown_again() -> None:
    right = "m / (1 - beta1**t)"
    assert attempt().tried(right).proposed == Grade.GOOD
    assert attempt().tried("m").tried(right).proposed == Grade.HARD
    assert attempt().with_hint().tried(right).proposed == Grade.HARD
    shown = attempt().with_hint().with_hint().with_hint()
    assert not shown.may_be_hinted
    assert shown.tried(right).proposed == Grade.AGAIN
    assert attempt().given_up().proposed == Grade.AGAIN


def test_from_the_third_wrong_line_on_each_brings_a_hint() -> None:
    tried = attempt()
    for number in range(1, TRIES + 2):
        tried = tried.tried(f"{number}")
        assert not tried.revealed
        assert len(tried.hints) == max(number - TRIES + 1, 0)
    assert tried.given_up().typed == str(TRIES + 1)


def test_a_wrong_line_counts_among_the_mistakes_of_its_card() -> None:
    chosen = card("m_hat")
    event = Event(id="", at=0, day=0, kind="review", card=chosen.key, grade=1, asked="code",
                  seed=3, answer="m", wrong=True)  # fmt: skip
    context = replace(CONTEXT, cards=(chosen,))
    assert mistake(event, chosen, context) == "m의 편향 보정을 빠뜨렸습니다."
