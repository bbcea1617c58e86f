"""What cards say of one another: `needs` and `was`."""

from pathlib import Path

from tests.decks.decks_support import DECK, found, marked, places, read


def card(name: str, needs: str = "", **more: str) -> str:
    lines = [
        f"- id: {name}",
        "  question: q",
        "  answer: a",
        *([f"  needs: [{needs}]"] if needs else []),
    ]
    return "\n".join([*lines, *(f"  {key}: {value}" for key, value in more.items())]) + "\n"


def test_a_need_names_a_card_of_its_deck_or_deck_and_card(tmp_path: Path) -> None:
    library = read(
        tmp_path,
        DECK + card("a") + card("b", "a, d/a, e/x"),
        DECK.replace("deck: d", "deck: e") + card("x") + card("b", "x, d/b"),
    )
    assert library.problems == ()
    assert {c.key: c.needs for c in library.cards if c.needs} == {
        "d/b": ("d/a", "d/a", "e/x"),
        "e/b": ("e/x", "d/b"),
    }


def test_a_need_may_name_a_card_that_comes_later(tmp_path: Path) -> None:
    assert read(tmp_path, DECK + card("a", "b") + card("b")).problems == ()


def test_an_unknown_need_comes_with_the_card_that_was_probably_meant(tmp_path: Path) -> None:
    one = DECK + card("momentum") + card("adam", "▸momentom, ▸relu, ▸e/momentum, ▸e/reul, ▸f/zzz")
    two = DECK.replace("deck: d", "deck: e") + card("relu")
    text, expected = marked(one)
    library = read(tmp_path, text, two)
    assert places(library) == expected
    assert [problem.message.removeprefix("needs: ") for problem in library.problems] == [
        "'momentom' 카드는 없습니다. 혹시 'momentum'인가요?",
        "'relu' 카드는 없습니다. 혹시 'e/relu'인가요?",
        "'e/momentum' 카드는 없습니다. 혹시 'momentum'인가요?",
        "'e/reul' 카드는 없습니다. 혹시 'e/relu'인가요?",
        "'f/zzz' 카드는 없습니다. 다른 덱의 카드는 덱/아이디로 씁니다.",
    ]


def test_needing_a_card_that_has_a_fault_of_its_own_is_no_second_fault(tmp_path: Path) -> None:
    text, expected = marked(DECK + "- ▸id: a\n  question: q\n" + card("b", "a"))
    library = read(tmp_path, text)
    assert places(library) == expected
    assert [c.key for c in library.cards] == ["d/b"]


def test_a_file_that_cannot_be_read_makes_nothing_wrong_of_what_needs_its_decks(
    tmp_path: Path,
) -> None:
    text, expected = marked(DECK + card("a", "e/x, ▸zzz"))
    library = read(tmp_path, text, "deck: e\ntitle: 'x\n")
    assert places(library) == [*expected, (2, 8)]


def test_a_cycle_is_reported_once_at_the_need_that_starts_it(tmp_path: Path) -> None:
    text, expected = marked(
        DECK + card("z") + card("a", "z, ▸b") + card("b", "z, c") + card("c", "z, a")
    )
    library = read(tmp_path, text)
    assert places(library) == expected
    assert (
        library.problems[0].message
        == "needs: 서로를 먼저 배우라고 합니다: d/a → d/b → d/c → d/a. 하나를 끊어 주세요."
    )
    assert len(library.cards) == 4


def test_separate_cycles_are_reported_each(tmp_path: Path) -> None:
    one = DECK + card("a", "▸b") + card("b", "a") + card("c", "▸e/x")
    two = DECK.replace("deck: d", "deck: e") + card("x", "d/c")
    text, expected = marked(one)
    assert places(read(tmp_path, text, two)) == expected


def test_two_ways_to_one_card_are_no_cycle(tmp_path: Path) -> None:
    diamond = DECK + card("a") + card("b", "a") + card("c", "a") + card("d", "b, c, a")
    assert read(tmp_path, diamond).problems == ()


def test_a_cycle_is_found_through_a_card_that_has_a_fault_of_its_own(tmp_path: Path) -> None:
    text, expected = marked(DECK + card("a", "▸b") + "- ▸id: b\n  question: q\n  needs: [a]\n")
    assert places(read(tmp_path, text)) == expected


def test_a_cycle_or_a_chain_of_over_a_thousand_is_followed_without_recursion(
    tmp_path: Path,
) -> None:
    n = 1500
    chain = DECK + "".join(card(f"c{i}", f"c{i + 1}") for i in range(n)) + card(f"c{n}")
    assert read(tmp_path, chain).problems == ()
    circle = read(tmp_path, DECK + "".join(card(f"c{i}", f"c{(i + 1) % n}") for i in range(n)))
    assert len(circle.problems) == 1
    assert len(circle.problems[0].message) < 200


def test_hundreds_of_unknown_needs_are_all_reported_but_searched_for_only_a_few_times(
    tmp_path: Path,
) -> None:
    library = read(tmp_path, DECK + "".join(card(f"card-{i}", f"crad-{i}") for i in range(300)))
    assert len(library.problems) == 300
    assert 1 <= sum("혹시" in problem.message for problem in library.problems) <= 50


def test_was_keeps_the_history_of_earlier_names_oldest_first(tmp_path: Path) -> None:
    library = read(tmp_path, DECK + card("adam", was="[adam-1, e/adam, adam-2]") + card("relu"))
    assert library.problems == ()
    assert library.names == {"d/adam": ("d/adam-1", "e/adam", "d/adam-2")}


def test_was_may_not_name_a_living_card_nor_a_name_that_another_card_took_over(
    tmp_path: Path,
) -> None:
    text, expected = marked(
        DECK
        + card("a", was="[old]")
        + card("b", was="[▸a, ▸old, older]")
        + card("c", was="[▸d/older, c]")
    )
    library = read(tmp_path, text)
    assert places(library) == expected
    assert found(library)[1].endswith(
        "was: 'd/old'의 기록은 이미 'd/a' 카드가 이어받습니다. 한 카드에만 적어 주세요."
    )


def test_a_card_that_came_back_to_an_earlier_name_of_its_own_keeps_its_first(
    tmp_path: Path,
) -> None:
    library = read(tmp_path, DECK + card("adam", was="[adam, adam-2]"))
    assert library.problems == ()
    assert library.names == {"d/adam": ("d/adam", "d/adam-2")}


def test_a_list_of_needs_with_unfit_entries_keeps_the_good_ones(tmp_path: Path) -> None:
    text, expected = marked(DECK + card("a") + card("b", "▸Adam!, a, ▸{x: y}, ▸~"))
    library = read(tmp_path, text)
    assert places(library) == expected
    assert library.cards[1].needs == ("d/a",)
