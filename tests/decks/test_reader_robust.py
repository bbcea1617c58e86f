"""The reader as an adversary meets it: it never raises, and it is done soon.

Every place that it names lies in the file.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizcards.decks import nodes
from quizcards.decks.reader import read_library
from quizcards.model import Library, Outline
from tests.decks.decks_support import CARD, DECK, DEMOS, places, read
from tests.sampling import examples

CONTENT = Path(__file__).parents[2] / "content"
SHIPPED = [path.read_text(encoding="utf-8") for path in sorted(CONTENT.glob("[0-9]*.yaml"))]
YAML_LETTERS = (
    "abc: -#'\"[]{}&*!|>%@`\\?,~<=\n\n\t\r01가\u0301\x00\x07\x85\u2028\u202e\ufeff\ufffe🙂"
)
PIECES = [
    *YAML_LETTERS, *DECK.splitlines(keepends=True), *CARD.splitlines(keepends=True), "- ", ": ",
    " #", "'", '"', "|\n", ">\n",
    "---\n", "...\n", "&a ", "*a ", "!!x ", "<<: ", "? ", "  ", "\t", "\\frac", "\\x", "point: ",
    "needs: [", "demo: {run: ",
    "with: ", "null", "1e999", "9" * 40, "key_points:\n", "followups:\n", "formula: ", "notes: 1-9",
    "was: ", "%YAML 1.2\n",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("robust")


def assert_in_file(library: Library, text: str) -> None:
    """Every problem stands on a character of the file, or just behind the last one of its line."""
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text.removeprefix("\ufeff"))
    for problem in library.problems:
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
        assert problem.message.isprintable(), problem


def read_twice(folder: Path, text: str) -> Library:
    library = read(folder, text)
    assert library == read(folder, text), "the same files give the same library"
    assert_in_file(library, text)
    return library


@settings(max_examples=examples(150), deadline=None)
@given(
    st.text(st.characters(codec="utf-8"))
    | st.text(YAML_LETTERS)
    | st.lists(st.sampled_from(PIECES)).map("".join)
)
@example("\ufeff\ufeffdeck: d")
@example("a\n\tb: c")
@example("\x0c\x1c: '\x0b\n")
def test_no_text_makes_the_reader_raise(folder: Path, text: str) -> None:
    read_twice(folder, text)


@settings(max_examples=examples(100), deadline=None)
@given(st.binary() | st.text(YAML_LETTERS).map(lambda text: text.encode("utf-8", "replace")[1:-1]))
def test_no_bytes_make_the_reader_raise(folder: Path, content: bytes) -> None:
    library = read(folder, content)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in library.problems)
    assert library.problems, "bytes by chance are no deck"


@st.composite
def mutated_decks(draw: st.DrawFn) -> str:
    """Some lines of a shipped deck with pieces cut out, put in, doubled or indented otherwise."""
    lines = draw(st.sampled_from(SHIPPED)).splitlines(keepends=True)
    first = draw(st.integers(0, len(lines) - 1))
    text = "".join(lines[:3] + lines[first : first + draw(st.integers(1, 40))])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at] + draw(st.sampled_from(["", *PIECES])) + text[at + draw(st.integers(0, 20)) :]
        )
    return text


@settings(max_examples=examples(200), deadline=None)
@given(mutated_decks())
def test_no_slip_in_a_real_deck_makes_the_reader_raise(folder: Path, text: str) -> None:
    read_twice(folder, text)


@settings(max_examples=examples(50), deadline=None)
@given(mutated_decks())
def test_without_libyaml_no_slip_makes_the_reader_raise_either(folder: Path, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "Loader", yaml.SafeLoader)
        read_twice(folder, text)


def test_without_libyaml_the_shipped_decks_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted(CONTENT.glob("[0-9]*.yaml"))[-2:]
    library = read_library(files, lambda _: Outline((), ()))
    monkeypatch.setattr(nodes, "Loader", yaml.SafeLoader)
    assert read_library(files, lambda _: Outline((), ())) == library


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "billion laughs": f"{BOMB}{DECK}{CARD}",
    "billion laughs in a card": f"{DECK}{CARD}  tags: &a [x, x]\n  sources: &b [*a, *a]\n"
    "  needs: [*b, *b]\n",
    "an alias of itself": f"{DECK}- &a\n  id: *a\n  question: *a\n  answer: *a\n",
    "a line of a million letters": f"{DECK}{CARD}  tags: [{'가' * 1_000_000}]\n",
    "a key of a million letters": f"{DECK}{CARD}  {'가' * 1_000_000}: x\n",
    "a million spaces": f"{DECK}{CARD}  tags: [x{' ' * 1_000_000}]\n",
    "a million spaces before a comment": f"{DECK}{CARD}  formula: x{' ' * 1_000_000}# y\n",
    "a million quotes": f"{DECK}{CARD}  tags: {chr(39) * 1_000_001}\n",
    "a million colons": f"{DECK}{CARD}  tags: {'a: ' * 300_000}\n",
    "a million dashes": f"{DECK}{'- ' * 500_000}a: |\n  x\n y: 'z\n",
    "a million backslashes": f'{DECK}{CARD}  tags: ["{chr(92) * 1_000_000}"]\n',
    "a hundred thousand empty lines": f"{DECK}{CARD}  formula: |\n{chr(10) * 100_000}    a\n",
    "a million carriage returns": f"{DECK}{CARD}{chr(13) * 1_000_000}",
    "a million marks on a letter": f"{DECK}{CARD}  tags: [a{chr(0x301) * 1_000_000}]\n",
    "thousands of keys": f"{DECK}- {{{', '.join(f'k{i}: 1' for i in range(3000))}}}\n",
    "a thousand documents": f"{DECK}{CARD}" + "---\na: 1\n" * 1000,
    "an id of a million dashes": f"{DECK}- {{id: {'a-' * 500_000}, question: q, answer: a}}\n",
    "notes of a million numbers": f"{DECK}{CARD}  notes: {'1, ' * 300_000}x\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_break_the_reader_is_read_or_reported_soon(
    name: str, tmp_path: Path
) -> None:
    # the time a test may take is the bound: each of these could take for ever
    library = read(tmp_path, HOSTILE[name])
    assert_in_file(library, HOSTILE[name])
    assert all(len(problem.message) < 400 for problem in library.problems)


def test_aliases_are_reported_and_never_followed(tmp_path: Path) -> None:
    library = read(tmp_path, HOSTILE["billion laughs"])
    assert [card.id for card in library.cards] == ["a"]
    assert Counter(problem.message[:2] for problem in library.problems) == {
        "별칭": 72,
        "앵커": 9,
        "모르": 9,
    }


def test_ten_thousand_cards_are_read(tmp_path: Path) -> None:
    cards = (f"- {{id: c{i}, question: 질문 {i}, answer: 답}}\n" for i in range(10_000))
    library = read(tmp_path, DECK + "".join(cards))
    assert library.problems == ()
    assert [card.id for card in library.cards] == [f"c{i}" for i in range(10_000)]
    assert library.cards[-1].place.line == 10_003


def test_a_demo_is_looked_up_once_however_many_cards_run_it(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()

    def outline(name: str) -> Outline | None:
        asked[name] += 1
        return DEMOS.get(name)

    file = tmp_path / "1.yaml"
    cards = "".join(CARD.replace("id: a", f"id: a{i}") + "  demo: {run: adam}\n" for i in range(50))
    file.write_text(DECK + cards, encoding="utf-8")
    assert read_library([file], outline).problems == ()
    assert asked == {"adam": 1}


def test_problems_come_in_the_order_of_files_lines_and_columns(tmp_path: Path) -> None:
    bad = f"{DECK}{CARD}  needs: [zzz, yyy]\n  tags: [*x]\n  zzz: 1\n"
    library = read(tmp_path, bad, "'", bad.replace("deck: d", "deck: e"))
    assert list(library.problems) == sorted(library.problems)
    assert places(library)[:4] == [(7, 11), (7, 16), (8, 10), (9, 3)]
