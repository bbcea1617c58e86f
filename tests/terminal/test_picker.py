"""What is in a list is chosen there: typing narrows it down, in either alphabet."""

from collections.abc import Callable

from quizcards.terminal.keys import latin
from quizcards.terminal.picker import Picker
from tests.terminal.conftest import Terminal

GROUPS = [
    ("기초", [("relu", "ReLU와 그 기울기"), ("square", "제곱")]),
    ("최적화", [("adam", "Adam 한 스텝"), ("adam-w", "가중치 감쇠"), ("momentum", "관성")]),
]


def pressed(*keys: str) -> Picker:
    picker = Picker(GROUPS)
    for key in keys:
        after = picker.press(key)
        assert after is not None, key
        picker = after
    return picker


def test_the_arrows_go_through_all_decks_and_stop_at_the_ends() -> None:
    assert pressed().chosen == "relu"
    assert pressed("down", "down").chosen == "adam"
    assert pressed("down", "up", "up").chosen == "relu"
    assert pressed("end").chosen == "momentum"
    assert pressed("end", "down").chosen == "momentum"


def test_typing_leaves_the_demos_whose_name_holds_it_with_their_decks() -> None:
    picker = pressed(*"ada")
    assert [deck for deck, _ in picker.left] == ["최적화"]
    assert [name for _, rows in picker.left for name, _ in rows] == ["adam", "adam-w"]
    assert pressed(*"ada", "down").chosen == "adam-w"
    assert pressed(*"zzz").chosen is None
    assert pressed(*"zzz", "backspace", "backspace", "backspace").chosen == "relu"


def test_korean_is_found_by_the_keys_that_it_is_typed_with() -> None:
    assert pressed(*latin("관성")).chosen == "momentum"


def test_korean_is_shown_as_it_is_typed_and_goes_by_syllables() -> None:
    assert pressed("관", "ㅅ").chosen == "momentum"
    assert pressed("제", "관", "backspace").typed == "제"
    assert Picker(GROUPS).press("ㅂ") is None, "it is the key of q"
    assert pressed("배").typed == "배", "which q begins, and is a word nevertheless"


def test_q_leaves_but_is_a_letter_of_a_word_that_was_begun() -> None:
    assert Picker(GROUPS).press("q") is None
    assert pressed(*"sq").chosen == "square"
    cleared = pressed(*"sq").press("escape")
    assert cleared == Picker(GROUPS)
    assert cleared.press("escape") is None


def test_where_letters_are_keys_they_are_searched_for_behind_a_slash_alone() -> None:
    picker = Picker(GROUPS, by_slash=True)
    for key in ("a", "/", "q", "u"):
        after = picker.press(key)
        assert after is not None
        picker = after
    assert (picker.typed, picker.chosen) == ("qu", "square")
    assert picker.press("escape") == Picker(GROUPS, by_slash=True)
    assert Picker(GROUPS, by_slash=True).press("q") is None


def test_a_slash_begins_a_search_in_every_list() -> None:
    assert pressed("/", *"sq").typed == "sq"
    assert pressed(*"a/b").typed == "a/b"


def test_the_choice_stays_in_rows_that_have_changed() -> None:
    assert pressed("end").with_groups(GROUPS).chosen == "momentum"
    assert pressed("end").with_groups(GROUPS[:1]).chosen == "square"


def test_a_demo_is_found_run_and_left_in_a_terminal(start: Callable[..., Terminal]) -> None:
    terminal = start("demo")
    terminal.wait("q 그만")
    assert "최적화" in terminal.text
    for key in "momen":
        terminal.press(key)
    terminal.wait("찾기: momen")
    terminal.press("\r", "w 한 줄씩")
    terminal.press("x", "찾기: momen")
    terminal.press("\x1b", "최적화")
    terminal.press("배치", "찾기: 배치")
    terminal.press("\x1b", "최적화")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_long_list_is_opened_to_be_scrolled(start: Callable[..., Terminal]) -> None:
    terminal = start("demo", "--list")
    terminal.wait("다른 키를 누르면 닫힙니다")
    assert "최적화" in terminal.text
