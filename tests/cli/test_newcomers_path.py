"""A newcomer's first evening, as one path: each command starts from what the one before it left."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizcards.export.formats import formats, load
from tests.cli.conftest import Result

QUESTION = "가중치 감쇠(weight decay)란 무엇인가요?"
ANSWER = "매 걸음 가중치를 0 쪽으로 조금씩 줄이는 일입니다."
POINTS = ["가중치를 줄인다", "기울기와 따로"]
CARD = {
    "question": QUESTION,
    "answer": ANSWER,
    "key_points": [{"point": point} for point in POINTS],
    "formula": "w \\leftarrow (1 - \\alpha\\lambda) w",
    "needs": ["regularization/l2-regularization"],
    "tags": ["optimizer"],
    "sources": ["Loshchilov & Hutter 2019, arXiv:1711.05101"],
}
FLAGS = [
    *("--question", QUESTION, "--answer", ANSWER, "--formula", CARD["formula"]),
    *("--point", POINTS[0], "--point", POINTS[1]),
    *("--need", *CARD["needs"], "--tag", *CARD["tags"], "--source", *CARD["sources"]),
]
EDITOR = '#!/bin/sh\nsed -i "s/조금씩 줄이는/조금씩 끌어당기는/" "$2"\n'


def test_a_card_is_written_studied_edited_renamed_and_comes_back_from_every_format(
    run: Callable[..., Result], learner: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def done(*arguments: Any, given: Any = "") -> Any:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        result = run(*arguments)
        assert result.code == 0, result.err
        return result.out + result.err

    def written(deck: Any) -> Any:
        """Read the deck's only card as YAML has it, with nothing of ours."""
        text = (learner / "decks" / f"{deck}.yaml").read_text(encoding="utf-8")
        (card,) = yaml.safe_load(text)["cards"]
        return card | {"answer": card["answer"].strip(), "formula": card["formula"].strip()}

    def learnt(card: Any) -> Any:
        log = "".join(file.read_text(encoding="utf-8") for file in (learner / "log").iterdir())
        return json.loads(done("show", card, "--json"))["memory"], log

    # The decks that came with the program become one's own, and get a neighbour.
    done("init")
    for deck in (learner / "decks").glob("*.yaml"):
        if "regularization" not in deck.name:  # to read all of them after every change takes long
            deck.unlink()
    assert "my-deck/weight-decay 카드를 적었습니다" in done(
        "new", "my-deck", "--title", "내 덱", *FLAGS
    )
    assert written("my-deck") == {"id": "weight-decay", **CARD}
    assert "문제 없음" in done("check", learner / "decks" / "my-deck.yaml")

    # One answer, 알맞음, in a session line by line.
    assert CARD["question"] in done(
        "study", "my-deck", "--plain", "--kind", "recall", given="\n3\nq\n"
    )
    memory, log = learnt("my-deck/weight-decay")
    assert (memory["reps"], log.count("\n")) == (1, 1)

    # The answer is put better, in an editor; what was learnt stays.
    script = tmp_path / "vim"
    script.write_text(EDITOR, encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    assert "+   매 걸음 가중치를 0 쪽으로 조금씩 끌어당기는" in done("edit", "weight-decay")
    better = CARD | {"answer": ANSWER.replace("줄이는", "끌어당기는")}
    assert written("my-deck") == {"id": "weight-decay", **better}
    assert learnt("my-deck/weight-decay") == (memory, log)

    # A better id, too: the log is not touched, and the next day's answer goes on from it.
    done("rename", "my-deck/weight-decay", "decay")
    assert written("my-deck") == {"id": "decay", "was": ["weight-decay"], **better}
    assert learnt("my-deck/decay") == (memory, log)
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-02T09:00")
    done("study", "my-deck", "--plain", "--kind", "recall", given="\n3\nq\n")
    assert learnt("my-deck/decay")[0]["reps"] == 2

    # Out in every format that there is, and back in: the same card, field by field. Only its
    # earlier id is another deck's.
    for name in formats():
        file = tmp_path / f"out{load(name).SUFFIX}"
        done("export", "my-deck", "--to", name, "-o", file)
        assert "1개 가운데 1개를 카드로 옮겼습니다" in done(
            "import", file, "--deck", f"from-{name}"
        )
        assert written(f"from-{name}") == {"id": "decay", **better}, name
    assert "문제 없음" in done(
        "check", *(learner / "decks" / f"from-{name}.yaml" for name in formats())
    )
    assert learnt("my-deck/decay")[0]["reps"] == 2
