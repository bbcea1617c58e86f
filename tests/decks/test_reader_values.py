"""What a card holds is what the file says: examples by hand, and generated decks."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards import demos
from quizcards.model import (
    Card,
    Choices,
    Code,
    DemoCall,
    FollowUp,
    KeyPoint,
    Misconception,
    Place,
    WrittenAsk,
    WrittenMistake,
)
from tests.decks.decks_strategies import decks
from tests.decks.decks_support import CARD, DECK, read
from tests.sampling import examples

FULL = """\
# yaml-language-server: $schema=schema.json
deck: optimization
title: '최적화'
cards:
- id: adam
  question: Adam은 무엇인가요?
  answer: |
    첫 줄입니다.
    둘째 줄: 쌍점과 # 표가 있습니다.
  key_points:
  - point: '1차 적률: m'
    any_of: [1차 적률, "first moment", 적률]
    all_of: [기울기, 0]
    none_of:
    - 제곱
  - point: 편향 보정
  formula: |
    \\hat m = \\frac{m}{1-\\beta_1^t}
    v = 'a'
  followups:
  - {question: 왜요, answer: 그래서요, point: 1}
  - question: 그리고요
    answer: >
      두 줄이
      한 줄이 됩니다.
  misconceptions:
  - claim: 틀렸다
    because: 맞지 않습니다.
  demo: {run: adam, with: {t: 2, w: [1, -2.5], lr: 1e-3, g: .5}}
  needs: [momentum, basics/gradient-descent]
  tags: [optimizer, 10, true]
  sources:
  - Kingma & Ba 2015
  notes: 40, 44-46
  was: [adam-old, other/adam]
"""


def test_every_field_of_a_card_is_read_as_written(tmp_path: Path) -> None:
    library = read(tmp_path, FULL)
    assert library.cards[0] == Card(
        deck="optimization",
        id="adam",
        question="Adam은 무엇인가요?",
        answer="첫 줄입니다.\n둘째 줄: 쌍점과 # 표가 있습니다.",
        place=Place(str(tmp_path / "1.yaml"), 5, 3),
        key_points=(
            KeyPoint(
                "1차 적률: m", ("1차 적률", "first moment", "적률"), ("기울기", "0"), ("제곱",)
            ),
            KeyPoint("편향 보정"),
        ),
        formula=(r"\hat m = \frac{m}{1-\beta_1^t}", "v = 'a'"),
        followups=(
            FollowUp("왜요", "그래서요", 1),
            FollowUp("그리고요", "두 줄이 한 줄이 됩니다."),
        ),
        misconceptions=(Misconception("틀렸다", "맞지 않습니다."),),
        demo=DemoCall("adam", {"t": 2.0, "w": [1.0, -2.5], "lr": 0.001, "g": 0.5}),
        needs=("optimization/momentum", "basics/gradient-descent"),
        tags=("optimizer", "10", "true"),
        sources=("Kingma & Ba 2015",),
        notes=(range(40, 41), range(44, 47)),
        was=("optimization/adam-old", "other/adam"),
    )


@pytest.mark.parametrize(
    "written", ["yes", "no", "010", "1e3", "0x1F", "2020-01-01", "1:30", "=", ".inf", "Off"]
)
def test_a_plain_value_stays_the_text_that_was_written(written: str, tmp_path: Path) -> None:
    library = read(tmp_path, f"{DECK}{CARD}  tags: [x, {written}]\n  sources:\n  - {written}\n")
    assert library.problems == ()
    assert library.cards[0].tags[1:] == library.cards[0].sources == (written,)


def test_blank_lines_of_a_formula_are_no_formulas(tmp_path: Path) -> None:
    library = read(tmp_path, f"{DECK}{CARD}  formula: |\n\n    a\n\n    b\n\n")
    assert library.cards[0].formula == ("a", "b")


def test_a_follow_up_never_points_at_another_key_point_than_the_author_counted(
    tmp_path: Path,
) -> None:
    points = "  key_points:\n  - {any_of: [빠짐]}\n  - point: 둘째\n"
    asks = (
        "  followups:\n  - {question: q, answer: a, point: 1}\n"
        "  - {question: q, answer: a, point: 7}\n"
    )
    library = read(tmp_path, f"{DECK}{CARD}{points}{asks}")
    assert [len(library.cards[0].key_points), len(library.problems)] == [1, 2]
    assert [followup.point for followup in library.cards[0].followups] == [None, None]


def test_what_is_spoilt_is_left_out_and_what_is_good_stays(tmp_path: Path) -> None:
    text = (
        f'{DECK}{CARD}  formula: "\\frac{{a}}{{b}}"\n  tags: [x, "\\e[0m", *y]\n'
        "  demo: {run: adam, with: {t: 가, w: 1, q: 2}}\n  zzz: 1\n"
    )
    card = read(tmp_path, text).cards[0]
    assert (card.formula, card.tags, card.demo) == ((), ("x",), DemoCall("adam", {"w": 1.0}))


def expected_cards(deck: dict[str, Any]) -> list[Card]:
    """Build the cards of a deck from the values it was generated from."""

    def key(name: str) -> str:
        return name if "/" in name else f"{deck['deck']}/{name}"

    notes = {
        "3": (range(3, 4),),
        "8-9": (range(8, 10),),
        "40, 44": (range(40, 41), range(44, 45)),
        "1,2-4": (range(1, 5),),
        "73": (range(73, 74),),
    }
    return [
        Card(
            deck=deck["deck"],
            id=card["id"],
            question=card["question"],
            answer=card["answer"],
            place=Place(""),
            key_points=tuple(
                KeyPoint(
                    point=p["point"],
                    any_of=tuple(p.get("any_of", ())),
                    all_of=tuple(p.get("all_of", ())),
                    none_of=tuple(p.get("none_of", ())),
                    contrary=tuple(p.get("contrary", ())),
                )
                for p in card.get("key_points", ())
            ),
            formula=tuple(card["formula"].split("\n")) if "formula" in card else (),
            followups=tuple(
                FollowUp(f["question"], f["answer"], int(f["point"]) if "point" in f else None)
                for f in card.get("followups", ())
            ),
            misconceptions=tuple(
                Misconception(m["claim"], m["because"]) for m in card.get("misconceptions", ())
            ),
            demo=DemoCall(card["demo"]["run"], card["demo"].get("with", {}))
            if "demo" in card
            else None,
            needs=tuple(map(key, card.get("needs", ()))),
            tags=tuple(card.get("tags", ())),
            sources=tuple(card.get("sources", ())),
            notes=notes[card["notes"]] if "notes" in card else (),
            was=tuple(map(key, card.get("was", ()))),
        )
        for card in deck["cards"]
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("values")


@settings(max_examples=examples(80), deadline=None)
@given(
    deck=decks(),
    unicode=st.booleans(),
    flow=st.sampled_from([None, True, False]),
    width=st.sampled_from([20, 80, 10**6]),
)
def test_a_deck_without_fault_comes_back_as_it_was_written(
    folder: Path, deck: dict[str, Any], unicode: bool, flow: bool | None, width: int
) -> None:
    text = yaml.safe_dump(
        deck, allow_unicode=unicode, default_flow_style=flow, width=width, sort_keys=False
    )
    library = read(folder, text)
    assert [str(problem) for problem in library.problems] == []
    assert [replace(card, place=Place("")) for card in library.cards] == expected_cards(deck)
    assert [deck.title for deck in library.decks] == [deck["title"]]


def test_code_in_a_card_is_kept_as_written_with_what_is_said_about_it(tmp_path: Path) -> None:
    text = f"""{DECK}{CARD}  demo:
    code: |
      lr = 0.1  # 학습률
      w = [1, 2]

      w = w - lr * 2 * w
    with: {{lr: 0.5, w: [[1, 2], [3, 4]]}}
    ask: [w]
    mistakes:
    - {{name: w, formula: w + lr * w, feedback: 더했습니다.}}
    picture: [w]
"""
    (card,) = read(tmp_path, text).cards
    written = "lr = 0.1  # 학습률\nw = [1, 2]\n\nw = w - lr * 2 * w\n"
    mistake = WrittenMistake("w", "w + lr * w", "더했습니다.")
    code = Code(written, (WrittenAsk("w"),), (mistake,), ("w",), "질문인가요?")
    assert card.demo == DemoCall("d/a", {"lr": 0.5, "w": [[1.0, 2.0], [3.0, 4.0]]}, code)


def test_what_is_asked_may_be_called_by_a_name_and_must_be_a_value_of_the_code(
    tmp_path: Path,
) -> None:
    code = "  demo:\n    code: |\n      a = 7\n      b = a + 1\n"
    library = read(tmp_path, f"{DECK}{CARD}{code}    ask: {{b: 하나 더한 값 b, c: 없는 값}}\n")
    (card,) = library.cards
    assert card.demo
    assert card.demo.code
    assert card.demo.code.asks == (WrittenAsk("b", "하나 더한 값 b"),)
    assert [problem.message for problem in library.problems] == [
        "demo: d/a에 'c' 값이 없습니다. 쓸 수 있는 것: b"
    ]


def test_a_mistake_is_kept_as_it_was_vetted_on_one_line_and_is_no_latex(tmp_path: Path) -> None:
    text = f"""{DECK}{CARD}  demo:
    code: |
      a = 7
      b = a + 1
    mistakes:
    - name: b
      formula: |
        a
        + 2
      feedback: 둘을 더했습니다.
    - {{name: b, formula: a % 3, feedback: 나머지입니다.}}
"""
    library = read(tmp_path, text)
    assert library.problems == ()
    assert library.cards[0].demo is not None
    assert library.cards[0].demo.code is not None
    mistakes = library.cards[0].demo.code.mistakes
    assert [mistake.formula for mistake in mistakes] == ["a + 2", "a % 3"]


def test_a_parameter_in_quotes_with_spaces_is_the_parameter(tmp_path: Path) -> None:
    library = read(tmp_path, f"{DECK}{CARD}  demo: {{run: adam, with: {{' lr ': 0.5}}}}\n")
    assert library.problems == ()
    assert library.cards[0].demo == DemoCall("adam", {"lr": 0.5})


def test_code_alone_is_a_demo_under_the_card_s_name_headed_by_its_question(tmp_path: Path) -> None:
    (card,) = read(tmp_path, f"{DECK}{CARD}  demo: |\n    a = 1\n    b = a + 1\n").cards
    assert card.demo == DemoCall("d/a", code=Code("a = 1\nb = a + 1\n", title="질문인가요?"))
    assert demos.of(card.demo).title == "질문인가요?"


def test_a_misconception_names_a_run_of_any_demo_or_of_the_card_s_own(tmp_path: Path) -> None:
    text = f"""{DECK}{CARD}  demo: {{run: adam}}
  misconceptions:
  - {{claim: c, because: b, demo: {{run: gradient-descent, with: {{lr: 2}}, show: [J, x]}}}}
  - {{claim: c, because: b, demo: {{with: {{t: 2}}, show: [m]}}}}
  - {{claim: c, because: b}}
"""
    (card,) = read(tmp_path, text).cards
    assert [wrong.demo for wrong in card.misconceptions] == [
        DemoCall("gradient-descent", {"lr": 2.0}, show=("J", "x")),
        DemoCall("adam", {"t": 2.0}, show=("m",)),
        None,
    ]


def test_blanks_that_the_author_marked_are_kept_apart_and_the_answer_is_read_without_them(
    tmp_path: Path,
) -> None:
    text = DECK + CARD.replace("답입니다.", "'{{두 적률|두 모멘트}}을 {{편향}} 보정합니다.'")
    (card,) = read(tmp_path, text).cards
    assert card.answer == "두 적률을 편향 보정합니다."
    assert card.marked == "{{두 적률|두 모멘트}}을 {{편향}} 보정합니다."


def test_choices_and_steps_of_the_author_are_read(tmp_path: Path) -> None:
    text = (
        f"{DECK}{CARD}"
        "  choices: [{question: 무엇?, right: 가, wrong: [나, 다], because: 그래서}]\n"
        "  steps: [하나, 둘, 셋]\n"
    )
    (card,) = read(tmp_path, text).cards
    assert card.choices == (Choices("무엇?", "가", ("나", "다"), "그래서"),)
    assert card.steps == ("하나", "둘", "셋")
