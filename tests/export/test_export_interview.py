"""The report of an interview: everything in it, and nothing in it read as markup."""

from dataclasses import replace

from markdown_it import MarkdownIt

from quizcards.export.interview import interview_markdown
from quizcards.interview.report import report
from quizcards.interview.state import Interview, Step, Turn
from quizcards.model import Card, FollowUp, KeyPoint, Place

HOSTILE = "<script>x</script> *a* _b_ [c](d) `e` # f | g"


def card(id: str, text: str, *needs: str) -> Card:  # noqa: A002
    point, followup = KeyPoint(text), FollowUp(text, text, 0)
    return Card(
        "d", id, text, text, Place("d.yaml"), (point, point), followups=(followup,), needs=needs
    )


def markdown(text: str, typed: str | None = None) -> str:
    cards = {one.key: one for one in (card("a", text, "d/b"), card("b", text))}
    steps = (
        Step(Turn("topic", "d/a"), "done", answered=65, marks=(2, 0), typed=typed, grade=2),
        Step(Turn("followup", "d/a", point=1), "done", share=1.0, typed=typed),
        Step(Turn("drill", "d/b", depth=1), "done", answered=9, marks=(1, 0), grade=1),
        Step(Turn("numeric", "d/a"), "done", share=0.5),
    )
    return interview_markdown(report(Interview(cards, {}, (), 30, 1_796_166_000.0, steps)))


def test_the_report_says_what_was_covered_why_it_failed_and_what_comes_next() -> None:
    text = markdown("질문", "내 답")
    for line in (
        "고른 카드에서 더 여쭤볼 주제가 없어, 30분이 되기 전에 면접을 마쳤습니다. 수고하셨습니다.",
        "- 걸린 시간: 1:14 / 30분",
        "- 말한 핵심: 4개 가운데 2개(50%), 그 가운데 1개는 꼬리질문에서",
        "- 맞은 계산: 1문제 가운데 0문제",
        "- '질문'에서 막힌 까닭: '질문'",
        "- '질문'",
        "```sh\nquizcards study d\n```",
        "모범 답안\n\n> 질문",
        "어려움, 대답 시간 1:05 / 2:00",
        "- ✅ 말함: 질문",
        "- ↪️ 꼬리질문에서 말함: 질문",
        "- ❓ 애매함: 질문",
        "- ❌ 빠짐: 질문",
        "- ✅ 꼬리질문 대답함: 질문",
        "- 계산: ❌ 틀림",
        "- ✅ 꼬리질문 대답함: 질문\n  - 내 답: 내 답",
        "> 내 답",
    ):
        assert f"\n{line}\n" in text, line
    assert text.count("꼬리질문 ") == 1


def test_a_missed_point_that_is_nice_to_have_is_called_one() -> None:
    one = replace(card("a", "질문"), key_points=(KeyPoint("가"), KeyPoint("나", nice=True)))
    steps = (Step(Turn("topic", "d/a"), "done", marks=(2, 0), nice=(1,), grade=3),)
    text = interview_markdown(report(Interview({"d/a": one}, {}, (), 30, 0.0, steps)))
    assert "빠짐: 나 (덤)" in text


def test_a_card_goes_by_its_name_and_nowhere_by_its_key() -> None:
    cards = {
        one.key: one
        for one in (
            card("adam", "Adam은 무엇인가요?", "d/bn-forward"),
            card("bn-forward", "순전파는?"),
        )
    }
    steps = (
        Step(Turn("topic", "d/adam"), "done", grade=1),
        Step(Turn("drill", "d/bn-forward", depth=1), "done", answered=9, grade=1),
    )
    text = interview_markdown(report(Interview(cards, {}, (), 30, 1_796_166_000.0, steps)))
    assert "\n- Adam에서 막힌 까닭: '순전파는?'\n" in text
    assert "\n- '순전파는?'\n- Adam\n" in text
    assert "\n### Adam\n\nAdam은 무엇인가요?\n" in text
    assert "bn-forward" not in text


def test_nothing_from_a_deck_or_a_typed_answer_is_markup() -> None:
    tokens = [
        child.type
        for token in MarkdownIt("commonmark").enable("table").parse(markdown(HOSTILE, HOSTILE))
        for child in (token, *(token.children or ()))
    ]
    assert not {
        "html_inline",
        "html_block",
        "em_open",
        "link_open",
        "code_inline",
        "table_open",
    } & set(tokens)
