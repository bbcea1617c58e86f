"""`quizcards update`: what an author has changed comes, what the learner has edited stays, and
nothing is taken before a yes.
"""

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from quizcards.app import merging
from quizcards.cli.commands import update as command
from tests.cli.conftest import Result

DECK = """\
# by a friend
deck: extra
title: 더
cards:
- id: one
  question: 하나란?
  answer: 첫째입니다.
  tags: [a]

# about two
- id: two
  question: 둘이란?
  # twice
  answer: 둘째입니다.

- {id: three, question: 셋이란?, answer: 셋째입니다.}
"""
MINE = """\
deck: mine
title: 나
cards:
- {id: own, question: 내 것?, answer: 네., needs: [extra/two]}
"""


def git(folder: Path, *arguments: str) -> None:
    settings = ["-c", "user.name=t", "-c", "user.email=t@t"]
    command = ["git", "-C", str(folder), *settings, *arguments]
    subprocess.run(command, check=True, capture_output=True)


class Author:
    """Somebody who shares a repository of decks."""

    def __init__(self, folder: Path, hub: Path) -> None:
        self.folder, self.hub = folder, hub
        folder.mkdir()
        git(folder, "init", "-q", "--template=")
        git(folder, "init", "-q", "--bare", "--template=", str(hub))

    def share(self, **files: str | None) -> None:
        for name, text in files.items():
            path = self.folder / f"{name}.yaml"
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "-m", "x")
        git(self.folder, "push", "-q", "--force", str(self.hub), "HEAD")


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path / "author", tmp_path / "shared.git")


@pytest.fixture
def deck(run: Callable[..., Result], author: Author, learner: Path) -> Path:
    """The learner's copy of a deck in somebody's repository."""
    (learner / "decks").mkdir(parents=True)
    (learner / "decks" / "mine.yaml").write_text(MINE.replace(", needs: [extra/two]", ""), "utf-8")
    author.share(a=DECK)
    assert run("add", author.hub, "--yes").code == 0
    return learner / "decks" / "shared" / "a.yaml"


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_deck_that_was_not_edited_becomes_the_authors_to_the_byte(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    newer = DECK.replace("첫째입니다.", "처음입니다.").replace("# about two", "# about 2")
    newer = (
        newer.replace("title: 더", "title: 더 많이") + "- {id: four, question: 넷?, answer: 네.}\n"
    )
    author.share(a=newer, b=DECK.replace("id: ", "id: b-").replace("title: 더", "title: 더 많이"))
    code, out, err = run("update", "--yes")
    assert (code, err) == (0, "")
    assert "[-첫째입니다.-] {+처음입니다.+}" in out
    assert "extra/one" in out
    assert "b-three" in out
    assert deck.read_text(encoding="utf-8") == newer
    assert deck.with_name("b.yaml").exists()
    assert run("check").code == 0


def test_the_same_update_twice_does_nothing(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    edit(deck, "둘째입니다.", "두 번째입니다.")
    author.share(a=DECK.replace("첫째입니다.", "처음입니다.").replace("셋이란?", "3이란?"))
    assert run("update", "--yes").code == 0
    before = {path: path.read_bytes() for path in deck.parents[2].rglob("*") if path.is_file()}
    code, out, err = run("update", "--yes")
    assert (code, out, err) == (0, "shared: 바뀐 것이 없습니다.\n", "")
    assert {path: path.read_bytes() for path in before} == before


def test_edits_of_ones_own_stay_beside_what_the_author_has_changed(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    edit(deck, "  tags: [a]", "  # my own\n  tags: [a, mine]")
    edit(deck, "# about two", "# my remark")
    author.share(a=DECK.replace("첫째입니다.", "처음입니다.").replace("셋째", "3째"))
    code, _, err = run("update", "extra", "--yes")
    assert (code, err) == (0, "")
    text = deck.read_text(encoding="utf-8")
    assert text.startswith(
        "# by a friend\ndeck: extra\ntitle: 더\ncards:\n- id: one\n  question: 하나란?\n"
        "  answer: |\n    처음입니다.\n  # my own\n  tags: [a, mine]\n\n# my remark\n- id: two\n"
        "  question: 둘이란?\n  # twice\n  answer: 둘째입니다.\n\n- id: three\n"
    )
    assert "3째입니다." in text


def test_cards_that_nobody_has_changed_are_not_written_out_to_be_compared(
    run: Callable[..., Result], author: Author, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.share(a=DECK.replace("첫째입니다.", "처음입니다."))
    written: list[str] = []
    content = merging._content

    def watched(card: Mapping[str, Any]) -> dict[str, Any]:
        written.append(card["id"])
        return content(card)

    monkeypatch.setattr(merging, "_content", watched)
    assert run("update", "--yes").code == 0
    assert set(written) <= {"one"}
    assert "처음입니다." in deck.read_text(encoding="utf-8")


def test_where_both_have_changed_a_field_both_are_shown_and_the_learners_stays(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    edit(deck, "둘째입니다.", "나의 둘째입니다.")
    author.share(a=DECK.replace("둘째입니다.", "저자의 둘째입니다.").replace("둘이란?", "2란?"))
    code, out, _ = run("update", "--yes")
    assert code == 0
    assert "{+저자의+} 둘째입니다." in out
    assert "{+나의+} 둘째입니다." in out
    text = deck.read_text(encoding="utf-8")
    assert "나의 둘째입니다." in text
    assert "2란?" in text
    assert "저자의" not in text
    assert "바뀐 것이 없습니다" in run("update", "--yes").out


def at_terminal(monkeypatch: pytest.MonkeyPatch, *answers: bool) -> list[str]:
    """Answer what is asked; return the list that the questions come into."""
    asked: list[str] = []
    left = list(answers)

    def confirmed(question: str, default: bool) -> bool:
        asked.append(f"{question} {default}")
        return left.pop(0)

    monkeypatch.setattr(command, "has_raw_keys", lambda: True)
    monkeypatch.setattr(command, "confirmed", confirmed)
    return asked


def test_the_learner_chooses_what_both_have_changed_and_what_the_author_took_away(
    run: Callable[..., Result], author: Author, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(deck, "둘째입니다.", "나의 둘째입니다.")
    newer = DECK.replace("둘째입니다.", "저자의 둘째입니다.")
    author.share(a=newer.partition("- {id: three")[0])
    before = deck.read_bytes()
    asked = at_terminal(monkeypatch, False)
    assert "아무것도 바꾸지 않았습니다" in run("update").err
    assert asked == ["받을까요? True"]
    assert deck.read_bytes() == before
    asked = at_terminal(monkeypatch, True, True, True)
    code, _, err = run("update")
    assert code == 0
    assert "{+나의+}" in err
    assert [question.split()[-1] for question in asked] == ["True", "False", "False"]
    text = deck.read_text(encoding="utf-8")
    assert "저자의 둘째입니다." in text
    assert "three" not in text
    assert text.startswith(DECK.partition("# about two")[0])


def test_cards_that_the_author_took_away_stay_unless_the_learner_says_so(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    author.share(a=DECK.partition("- {id: three")[0].replace("첫째", "처음"))
    code, out, _ = run("update", "--yes")
    assert code == 0
    assert "저자가 뺀 카드 1장" in out
    text = deck.read_text(encoding="utf-8")
    assert "id: three" in text
    assert "처음" in text
    assert "바뀐 것이 없습니다" in run("update", "--yes").out


def test_a_card_that_the_learner_has_deleted_does_not_come_back(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    edit(deck, "- {id: three, question: 셋이란?, answer: 셋째입니다.}\n", "")
    author.share(a=DECK.replace("셋이란?", "3이란?").replace("하나란?", "1이란?"))
    assert run("update", "--yes").code == 0
    text = deck.read_text(encoding="utf-8")
    assert "three" not in text
    assert "1이란?" in text


def test_a_card_that_the_author_has_renamed_keeps_its_history_and_who_needs_it(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    mine = deck.parents[1] / "mine.yaml"
    mine.write_text(MINE, encoding="utf-8")
    edit(deck, "둘째입니다.", "나의 둘째입니다.")
    author.share(a=DECK.replace("id: two", "id: second\n  was: [two]").replace("둘이란?", "2란?"))
    code, out, err = run("update", "--yes")
    assert (code, err) == (0, "")
    assert "extra/two → extra/second" in out
    shown = json.loads(run("show", "extra/second", "--json").out)["card"]
    assert (shown["question"], shown["answer"]) == ("2란?", "나의 둘째입니다.")
    assert shown["was"] == ["extra/two"]
    assert "needs: [extra/second]" in mine.read_text(encoding="utf-8")


def test_a_card_that_the_learner_has_renamed_or_moved_is_still_the_authors(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    edit(deck, "- id: two\n  question: 둘이란?\n  # twice\n  answer: 둘째입니다.\n", "")
    other = deck.parents[1] / "other.yaml"
    head = "deck: extra\ntitle: 더\ncards:\n"
    other.write_text(
        f"{head}- id: zwei\n  was: [two]\n  question: 둘이란?\n  answer: 둘째입니다.\n", "utf-8"
    )
    assert run("check", deck.parents[1]).code == 0
    author.share(a=DECK.replace("둘이란?", "2란?") + "- {id: four, question: 넷?, answer: 네.}\n")
    assert run("update", "--yes").code == 0
    assert "question: 2란?" in other.read_text(encoding="utf-8")
    assert "id: two" not in deck.read_text(encoding="utf-8")
    assert "id: four" in deck.read_text(encoding="utf-8")


def test_cards_that_the_author_moves_between_files_are_there_once(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    head, _, three = DECK.partition("- {id: three")
    moved = f"deck: extra\ntitle: 새로\ncards:\n- {{id: three{three}"
    edit(deck, "첫째", "나의 첫째")
    author.share(a=head.replace("title: 더", "title: 새로"), b=moved)
    assert run("update", "--yes").code == 0
    assert run("check", deck.parents[1]).code == 0
    assert "title: 새로" in deck.read_text(encoding="utf-8")
    assert "id: three" in deck.read_text(encoding="utf-8")
    assert not deck.with_name("b.yaml").exists()


def test_without_a_yes_nothing_is_taken(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    author.share(a=DECK.replace("첫째", "처음"))
    before = deck.read_bytes()
    code, out, err = run("update")
    assert code == 2
    assert "처음" in out
    assert "--yes" in err
    (row,) = json.loads(run("update", "--json").out)
    assert row["taken"] is False
    assert row["changed"] == [
        {
            "name": "extra/one",
            "field": "answer",
            "base": "첫째입니다.",
            "mine": "첫째입니다.",
            "theirs": "처음입니다.",
            "conflict": False,
        }
    ]
    assert deck.read_bytes() == before
    assert json.loads(run("update", "--json", "--yes").out)[0]["taken"] is True
    assert "처음" in deck.read_text(encoding="utf-8")


def test_a_repository_that_turns_bad_changes_nothing(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    before = {path: path.read_bytes() for path in deck.parents[2].rglob("*") if path.is_file()}
    author.share(a=DECK.replace("title: 더", "title: '더"))
    code, out, err = run("update", "--yes")
    assert (code, out) == (2, "")
    assert err.startswith("shared/a.yaml:3:8: ")
    (author.folder / "link.yaml").symlink_to("/etc/passwd")
    author.share(a=DECK)
    assert "link.yaml: 링크입니다" in run("update", "--yes").err
    (author.folder / "link.yaml").unlink()
    author.share(a=DECK, big="#" + "x" * 20_000_001)
    assert "20MB보다 큽니다" in run("update", "--yes").err
    subprocess.run(["rm", "-r", author.hub], check=True)
    code, out, err = run("update", "--yes")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "받지 못했습니다" in err
    assert {path: path.read_bytes() for path in before} == before
    assert sorted(os.listdir(deck.parents[1])) == ["mine.yaml", "shared"]


def test_what_would_break_the_learners_decks_is_not_taken(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    (deck.parents[1] / "mine.yaml").write_text(
        MINE.replace("extra/two", "extra/one") + "- {id: c, question: q, answer: a}\n", "utf-8"
    )
    before = deck.read_bytes()
    author.share(a=DECK.replace("  tags: [a]", "  needs: [mine/own]"))
    code, _, err = run("update", "--yes")
    assert code == 2
    assert "서로를 먼저 배우라고" in err
    assert deck.read_bytes() == before


def test_decks_of_ones_own_with_a_mistake_are_to_be_mended_first(
    run: Callable[..., Result], author: Author, deck: Path
) -> None:
    edit(deck, "  question: 둘이란?\n", "")
    author.share(a=DECK.replace("첫째", "처음"))
    code, _, err = run("update", "--yes")
    assert code == 2
    assert "내 덱에 고칠 곳이" in err
    assert "처음" not in deck.read_text(encoding="utf-8")


def test_a_copy_that_fails_leaves_everything_as_it_was(
    run: Callable[..., Result], author: Author, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.share(a=DECK.replace("첫째", "처음"))
    before = {path: path.read_bytes() for path in deck.parents[2].rglob("*") if path.is_file()}

    def fails(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(merging, "replace_files", fails)
        code, _, err = run("update", "--yes")
    assert code == 2
    assert "쓸 수 없습니다" in err
    assert {path: path.read_bytes() for path in before} == before


def test_a_file_and_a_folder_are_asked_for_where_they_lay(
    run: Callable[..., Result], tmp_path: Path, learner: Path
) -> None:
    (learner / "decks").mkdir(parents=True)
    (learner / "decks" / "mine.yaml").write_text(MINE.partition(", needs")[0] + "}\n", "utf-8")
    single = tmp_path / "one.yaml"
    single.write_text(DECK, encoding="utf-8")
    folder = tmp_path / "many"
    (folder / "media").mkdir(parents=True)
    png = b"\x89PNG\r\n\x1a\n"
    (folder / "media" / "a.png").write_bytes(png)
    (folder / "media" / "b.png").write_bytes(png)
    text = DECK.replace("deck: extra", "deck: many")
    (folder / "d.yaml").write_text(text, encoding="utf-8")
    run("add", "one.yaml", "--yes")
    run("add", "many", "--yes")
    (learner / "decks/many/media/b.png").write_bytes(png + b"mine")
    for name in ("a", "b", "c"):
        (folder / "media" / f"{name}.png").write_bytes(png + b"new")
    single.write_text(DECK.replace("첫째", "처음"), encoding="utf-8")
    code, out, err = run("update", "--yes")
    assert (code, err) == (0, "")
    assert "그대로 두는 파일: many/media/b.png" in out
    there = {path.name: path.read_bytes() for path in (learner / "decks/many/media").iterdir()}
    assert there == {"a.png": png + b"new", "b.png": png + b"mine", "c.png": png + b"new"}
    assert "처음" in (learner / "decks/one.yaml").read_text(encoding="utf-8")
    single.unlink()
    code, out, err = run("update")
    assert code == 2
    assert "many: 바뀐 것이 없습니다." in out
    assert err == f"{single}: 그런 파일이나 폴더가 없습니다.\n"


def test_a_deck_whose_origin_nobody_knows_is_told(
    run: Callable[..., Result], deck: Path, learner: Path
) -> None:
    code, _, err = run("update", "mine")
    assert code == 2
    assert "어디서 온 덱인지" in err
    (learner / "origins" / "shared.json").write_text("{}", encoding="utf-8")
    code, _, err = run("update")
    assert (code, err.count("\n")) == (2, 1)
    assert "읽을 수 없습니다(출처가 아님)" in err
    row = {"v": 1, "address": "x", "texts": {"../../mine.yaml": ""}, "pictures": {}}
    (learner / "origins" / "shared.json").write_text(json.dumps(row), encoding="utf-8")
    assert "덱 폴더 밖" in run("update").err
    deck.unlink()
    deck.parent.rmdir()
    assert run("update") == Result(
        0, "", "더한 덱이 없습니다. quizcards add로 더하면 나중에 새로 받을 수 있습니다.\n"
    )
