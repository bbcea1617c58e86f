"""Two versions of a file become one: nothing that anybody wrote is lost.

Merging again changes nothing.
"""

from collections.abc import Callable

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizcards.sync.git import Entry, Tree, new_file
from quizcards.sync.merge import Clash, merge
from tests.sampling import examples
from tests.sync.sync_support import DECK, Machine

Files = dict[str, str]
Merged = Callable[[Files, Files, Files], tuple[Files, list[Clash]]]
CARD = "- id: {0}\n  question: {0}는 무엇인가요?\n  answer: {0}입니다.\n"


@pytest.fixture
def merged(machine: Callable[[str], Machine]) -> Merged:
    """Merge folders given as {name: text}; return the merged folder as such, and the clashes."""
    one = machine("a")
    one.sync()
    git = one.plumbing

    def tree(files: Files) -> Tree:
        return {name: new_file(git.keep(text.encode())) for name, text in files.items()}

    def run(base: Files, ours: Files, theirs: Files) -> tuple[Files, list[Clash]]:
        result, clashes = merge(git, tree(base), tree(ours), tree(theirs))
        return {name: git.content(entry).decode() for name, entry in result.items()}, clashes

    return run


def deck(merged: Merged, base: str, ours: str, theirs: str) -> tuple[str, Files, list[Clash]]:
    """Merge one deck; return it, the files beside it, and the clashes."""
    files, clashes = merged(
        {"decks/d.yaml": base}, {"decks/d.yaml": ours}, {"decks/d.yaml": theirs}
    )
    return files.pop("decks/d.yaml"), files, clashes


def test_edits_of_two_cards_both_stand(merged: Merged) -> None:
    ours, theirs = DECK.replace("첫째", "제일"), DECK.replace("둘째", "다음")
    assert deck(merged, DECK, ours, theirs) == (
        DECK.replace("첫째", "제일").replace("둘째", "다음"),
        {},
        [],
    )


def test_cards_added_at_one_place_are_all_there_those_shared_first_before(merged: Merged) -> None:
    ours, theirs = DECK + CARD.format("셋"), DECK + CARD.format("넷")
    assert deck(merged, DECK, ours, theirs) == (
        DECK + CARD.format("넷") + CARD.format("셋"),
        {},
        [],
    )


def test_a_card_that_both_added_alike_is_there_once(merged: Merged) -> None:
    ours, theirs = DECK + CARD.format("셋") + CARD.format("넷"), DECK + CARD.format("넷")
    assert deck(merged, DECK, ours, theirs) == (
        DECK + CARD.format("넷") + CARD.format("셋"),
        {},
        [],
    )


def test_two_texts_of_one_new_card_clash(merged: Merged) -> None:
    ours, theirs = DECK + CARD.format("셋"), DECK + CARD.format("셋").replace("입니다", "이에요")
    text, beside, clashes = deck(merged, DECK, ours, theirs)
    assert (text, list(beside.values())) == (theirs, [ours])
    assert [(clash.line, clash.theirs, clash.ours) for clash in clashes] == [
        (10, theirs[len(DECK) :], ours[len(DECK) :])
    ]


def test_key_points_added_to_the_last_card_are_all_there(merged: Merged) -> None:
    base = DECK + "  key_points:\n  - point: 하나\n"
    result = deck(
        merged, base, base + "  - point: 둘\n", base + "  - point: 셋\n    any_of: [셋]\n"
    )
    assert result == (base + "  - point: 셋\n    any_of: [셋]\n  - point: 둘\n", {}, [])


def test_where_both_changed_a_line_the_shared_text_stands_and_ours_is_kept_beside_whole(
    merged: Merged,
) -> None:
    ours = DECK.replace("첫째입니다", "내 글").replace("둘이란", "두 번째란")
    theirs = DECK.replace("첫째입니다", "남의 글")
    text, beside, (clash,) = deck(merged, DECK, ours, theirs)
    assert text == theirs.replace("둘이란", "두 번째란")
    assert beside == {clash.kept: ours}
    assert clash.kept.startswith("decks/d.yaml.kept-")
    assert (clash.path, clash.line) == ("decks/d.yaml", 6)
    assert (clash.theirs, clash.ours) == ("  answer: 남의 글.\n", "  answer: 내 글.\n")


@pytest.mark.parametrize("edited", ["ours", "theirs"])
def test_an_edit_stands_against_a_deletion(merged: Merged, edited: str) -> None:
    changed, base = {"decks/d.yaml": DECK.replace("첫째", "제일")}, {"decks/d.yaml": DECK}
    ours, theirs = (changed, {}) if edited == "ours" else ({}, changed)
    assert merged(base, ours, theirs) == (changed, [])


def test_a_file_deleted_on_one_side_and_untouched_on_the_other_is_gone(merged: Merged) -> None:
    base = {"decks/d.yaml": DECK, "settings.toml": "fuzz = true\n"}
    assert merged(base, {"decks/d.yaml": DECK}, base) == ({"decks/d.yaml": DECK}, [])
    assert merged(base, base, {"decks/d.yaml": DECK}) == ({"decks/d.yaml": DECK}, [])


def test_lines_that_differ_only_in_their_ends_do_not_clash(merged: Merged) -> None:
    ours, theirs = (
        DECK.replace("첫째", "제일").replace("\n", "\r\n"),
        DECK.replace("둘째", "다음").rstrip("\n"),
    )
    assert deck(merged, DECK, ours, theirs) == (
        DECK.replace("첫째", "제일").replace("둘째", "다음"),
        {},
        [],
    )


def test_text_that_looks_like_the_marks_of_a_clash_is_text(merged: Merged) -> None:
    marks = "".join(f"{sign * 70} ours\n" for sign in "<|=>")
    base = DECK + "  formula: |\n" + marks
    ours, theirs = base.replace("첫째", "제일"), base.replace("첫째", "처음")
    text, beside, (clash,) = deck(merged, base, ours, theirs)
    assert (text, beside) == (theirs, {clash.kept: ours})


def test_values_in_json_are_taken_whole_never_line_by_line(merged: Merged) -> None:
    base = '{\n"a": 1,\n"x": 0,\n"y": 0,\n"b": 1\n}\n'
    ours, theirs = base.replace('"a": 1', '"a": 2'), base.replace('"b": 1', '"b": 2')
    files, (clash,) = merged(
        {"weights.json": base}, {"weights.json": ours}, {"weights.json": theirs}
    )
    assert files == {"weights.json": theirs, clash.kept: ours}
    assert (clash.theirs, clash.ours) == (theirs, ours)


def test_questions_collected_on_two_machines_are_all_there(merged: Merged) -> None:
    files, clashes = merged(
        {"collected.jsonl": "1\n"}, {"collected.jsonl": "1\n2\n"}, {"collected.jsonl": "1\n3\n"}
    )
    assert (files, clashes) == ({"collected.jsonl": "1\n3\n2\n"}, [])


def test_what_is_no_text_is_kept_in_both_versions(merged: Merged) -> None:
    files, clashes = merged(
        {"decks/p.png": "\0"}, {"decks/p.png": "\0ours"}, {"decks/p.png": "\0theirs"}
    )
    assert files == {"decks/p.png": "\0theirs", clashes[0].kept: "\0ours"}


def test_a_log_has_every_line_of_every_version_whoever_deleted_what(merged: Merged) -> None:
    files, clashes = merged(
        {"log/a.jsonl": "1\n2\n"}, {"log/a.jsonl": "1\n4\n"}, {"log/a.jsonl": "1\n3\n"}
    )
    assert (files, clashes) == ({"log/a.jsonl": "1\n3\n2\n4\n"}, [])
    assert merged({"log/a.jsonl": "1\n"}, {}, {"log/a.jsonl": "1\n"})[0] == {"log/a.jsonl": "1\n"}
    assert merged({"log/a.jsonl": "1\n"}, {"log/a.jsonl": "1\n"}, {})[0] == {"log/a.jsonl": "1\n"}


def test_a_log_that_lacks_nothing_stays_as_git_has_it_with_its_mode_and_its_empty_lines(
    machine: Callable[[str], Machine],
) -> None:
    one = machine("a")
    one.sync()
    git = one.plumbing
    base, grown, empty = (
        {"log/a.jsonl": Entry("100755", git.keep(text))} for text in (b"1\n", b"1\n\n2\n", b"")
    )
    for ours, theirs in ((base, grown), (grown, base), (empty, grown), (grown, empty)):
        assert merge(git, {}, ours, theirs)[0] == grown
    assert merge(git, grown, {}, {})[0] == grown


def test_of_an_interview_the_longer_is_taken_and_two_that_parted_are_two_interviews(
    merged: Merged,
) -> None:
    name = "interviews/2026-12-01-090000.jsonl"
    assert merged({name: "1\n"}, {name: "1\n2\n3\n"}, {name: "1\n2\n"})[0] == {name: "1\n2\n3\n"}
    assert merged({name: "1\n"}, {name: "1\n2\n"}, {name: "1\n2\n3\n"})[0] == {name: "1\n2\n3\n"}
    files, clashes = merged({name: "1\n"}, {name: "1\n2\n"}, {name: "1\n3\n"})
    assert sorted(files.values()) == ["1\n2\n", "1\n3\n"]
    assert files[name] == "1\n3\n"
    assert all(
        other.startswith("interviews/2026-12-01-090000") and other.endswith(".jsonl")
        for other in files
    )
    assert not clashes


def test_a_file_where_the_other_has_a_folder_is_kept_beside(merged: Merged) -> None:
    files, _ = merged({}, {"decks/more": "글"}, {"decks/more/d.yaml": DECK})
    assert sorted(files.values()) == sorted(["글", DECK])
    assert files["decks/more/d.yaml"] == DECK


def test_two_machines_that_began_with_the_same_deck_keep_the_edits_and_cards_of_both(
    merged: Merged,
) -> None:
    ours = DECK.replace("answer: 첫째", "tags: [a]\n  answer: 첫째") + CARD.format("셋")
    theirs = (DECK + CARD.format("넷")).replace("\n", "\r\n")
    files, clashes = merged({}, {"decks/d.yaml": ours}, {"decks/d.yaml": theirs})
    assert (files, clashes) == (
        {"decks/d.yaml": ours[: -len(CARD.format("셋"))] + CARD.format("넷") + CARD.format("셋")},
        [],
    )


def test_two_machines_that_began_with_the_same_deck_clash_only_over_the_line_that_differs(
    merged: Merged,
) -> None:
    ours, theirs = DECK.replace("둘째", "내 글"), DECK.replace("둘째", "남의 글")
    files, (clash,) = merged({}, {"decks/d.yaml": ours}, {"decks/d.yaml": theirs})
    assert files == {"decks/d.yaml": theirs, clash.kept: ours}
    assert (clash.line, clash.theirs, clash.ours) == (
        9,
        "  answer: 남의 글입니다.\n",
        "  answer: 내 글입니다.\n",
    )


def test_decks_that_share_nothing_but_the_name_of_their_file_are_not_mixed(merged: Merged) -> None:
    ours, theirs = (
        DECK.replace("deck: d", "deck: mine") + CARD.format("셋"),
        DECK + CARD.format("넷"),
    )
    files, (clash,) = merged({}, {"decks/d.yaml": ours}, {"decks/d.yaml": theirs})
    assert files == {"decks/d.yaml": theirs, clash.kept: ours}


def test_without_a_shared_past_two_texts_of_one_key_point_clash_as_either_may_be_the_edit(
    merged: Merged,
) -> None:
    ours, theirs = (DECK + f"  key_points:\n  - point: {point}\n" for point in ("하나", "둘"))
    files, (clash,) = merged({}, {"decks/d.yaml": ours}, {"decks/d.yaml": theirs})
    assert files == {"decks/d.yaml": theirs, clash.kept: ours}


@pytest.mark.parametrize(
    "card", ["- question: 아이디는요?\n  answer: 아직 없습니다.\n", CARD.format("one")]
)
def test_a_deck_whose_cards_cannot_be_told_apart_is_kept_whole(merged: Merged, card: str) -> None:
    ours, theirs = DECK + CARD.format("셋"), DECK + card
    for mine, other in ((ours, theirs), (theirs, ours)):
        files, (clash,) = merged({}, {"decks/d.yaml": mine}, {"decks/d.yaml": other})
        assert files == {"decks/d.yaml": other, clash.kept: mine}


lines = st.lists(
    st.sampled_from(
        ["- id: 하나", "- id: 둘", "  answer: 가", "  answer: 나", "", "title: 덱", "=======", "\r"]
    ),
    max_size=8,
)


@settings(
    deadline=None,
    max_examples=examples(25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lines, lines, lines)
@example(["- id: 하나"], [], ["- id: 하나", "- id: 하나"])
def test_every_line_of_both_is_somewhere_and_a_second_merge_changes_nothing(
    merged: Merged, base: list[str], ours: list[str], theirs: list[str]
) -> None:
    old, mine, other = ({"decks/d.yaml": "\n".join(text)} for text in (base, ours, theirs))
    files, _ = merged(old, mine, other)
    somewhere = "\n".join(files.values()).split("\n")
    for line in (set(ours) | set(theirs)) - set(base):
        assert line in somewhere or line == "\r"
    assert merged(old, mine, files)[0] == files


card = st.tuples(
    st.sampled_from("가나다라"),
    st.sampled_from(["", "", "입니다", "이에요"]),
    st.booleans(),
    st.booleans(),
)
decks = st.lists(card, max_size=4, unique_by=lambda one: one[0])


def written(cards: list[tuple[str, str, bool, bool]]) -> str:
    """Return a deck of cards with lines that are the same in every card."""
    return "deck: d\ntitle: 덱\ncards:\n" + "".join(
        f"- id: {name}\n"
        + "  tags:\n  - 태그\n" * tagged
        + f"  question: 무엇?\n  answer: |\n    {name}{end}\n"
        "    끝.\n" + f"  key_points:\n  - point: {name}의 핵심\n" * points
        for name, end, tagged, points in cards
    )


@settings(
    deadline=None,
    max_examples=examples(30),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(decks, decks)
def test_without_a_shared_past_no_card_takes_lines_from_another_and_a_second_merge_changes_nothing(
    merged: Merged,
    ours: list[tuple[str, str, bool, bool]],
    theirs: list[tuple[str, str, bool, bool]],
) -> None:
    mine, other = {"decks/d.yaml": written(ours)}, {"decks/d.yaml": written(theirs)}
    files, clashes = merged({}, mine, other)
    found = {one["id"]: one for one in yaml.safe_load(files["decks/d.yaml"])["cards"] or []}
    for name, _, _, _ in theirs if clashes else [*ours, *theirs]:
        assert found[name]["answer"].startswith(name)
        assert found[name].get("key_points", [{"point": f"{name}의 핵심"}]) == [
            {"point": f"{name}의 핵심"}
        ]
    assert not clashes or mine["decks/d.yaml"] in files.values()
    assert merged({}, mine, files)[0] == files
