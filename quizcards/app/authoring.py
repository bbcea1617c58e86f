"""A new card on its way into a deck: where it goes, how its author writes it, what must hold."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcards.app.editor import open_editor
from quizcards.app.notices import confirmed, say_problems
from quizcards.app.questions import load_demo
from quizcards.app.selection import find_card
from quizcards.app.sharing import copy_shipped, told_of_copies
from quizcards.card_data import card_data
from quizcards.decks.fields import ID_PATTERN
from quizcards.decks.files import deck_files, lay_schema, read_deck
from quizcards.decks.insert import ids_in, proposed_id, with_cards, with_ids
from quizcards.decks.problems import more, moved, replace_file
from quizcards.decks.template import card_template
from quizcards.decks.write import deck_yaml
from quizcards.errors import QuizcardsError, cannot_write, perhaps
from quizcards.files import write_file
from quizcards.model import Place, Problem
from quizcards.quiz.lexicon import NO_GLOSSARY, Lexicon
from quizcards.quiz.survey import demo_problems, point_problems
from quizcards.terminal.printing import STDERR, STDOUT

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Card

NOTHING = "아무것도 적지 않았습니다."
BACK = "<"
"""Typed alone or behind what stands there, it leads to the field before."""
LABELS = {
    "question": "질문",
    "answer": "답 (소리 내어 말하듯 3~6문장)",
    "key_points": "핵심 (한 줄에 하나, 없으면 Enter)",
    "tags": "태그 (쉼표로 나누어, 없으면 Enter)",
    "id": "아이디 (기록이 이 이름에 쌓입니다. 바꾸려면 나중에 quizcards rename)",
}
"""The fields that are asked for one by one, and what is said then."""


@dataclass(frozen=True)
class Target:
    """The deck that a card is for, and the file at whose end it is written."""

    deck: str
    title: str
    path: Path
    source: Path
    """The file as it is now: the program's own until that is copied to `path`."""
    is_new: bool = False
    """Whether the deck, and with it the file, is not there yet."""


class Draft:
    """What an author has written, in a file of its own until it stands in a deck."""

    def __init__(self) -> None:
        self.path: Path | None = None
        """The file; None before anything was written, and once it stands in a deck."""
        self._empty = b""
        """What it holds while there is nothing of the author's in it."""

    def begin(self, deck: str, text: str, is_text: bool = False) -> Path:
        """Begin with a template or, if `is_text`, with what the author has said; return the file.

        Raises QuizcardsError where it cannot be written.
        """
        try:
            self.path = Path(tempfile.mkdtemp(prefix="quizcards-")) / f"{deck}.yaml"
            write_file(self.path, text.encode())
        except OSError as error:
            raise cannot_write(error.filename, error) from error
        self._empty = b"" if is_text else text.encode()
        return self.path

    def drop(self) -> None:
        """Remove the file."""
        if self.path:
            self.path.unlink(missing_ok=True)
            with suppress(OSError):  # an editor may have left files of its own beside it
                self.path.parent.rmdir()
            self.path = None

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Have it said where the text is, whatever ends the block before the draft is dropped."""
        try:
            yield
        except QuizcardsError as error:
            raise QuizcardsError(f"{error}{self._place(' ')}") from error
        except BaseException:  # as when the author presses Ctrl-C
            if place := self._place():
                STDERR.say(place)
            raise
        if place := self._place():
            STDERR.say(place)

    def _place(self, before: str = "") -> str:
        """Return where the author's text is; "" where there is none."""
        if not self.path:
            return ""
        with suppress(FileNotFoundError):
            if self.path.read_bytes().strip() not in (b"", self._empty.strip()):
                return f"{before}쓰시던 글은 {self.path}에 있습니다."
        self.drop()
        return ""


class Writing:
    """Writes one card into one of the author's decks.

    `asks` says whether the author sits at a terminal and can be asked for what is missing.
    """

    def __init__(self, env: Environment, asks: bool) -> None:
        self.env = env
        self.asks = asks
        self.draft = Draft()
        self.files = deck_files(env.deck_paths)
        self.library = env.read(self.files)

    def new_card(self, target: Target, given: dict[str, Any], editor: bool) -> Card | None:
        """Get the rest of a card from its author and write it; None where the author leaves.

        Raises QuizcardsError for a card that would not read back, and nobody to mend it.
        """
        with self.draft.kept():
            return self._new_card(target, given, editor)

    def _new_card(self, target: Target, given: dict[str, Any], editor: bool) -> Card | None:
        is_whole = "question" in given and "answer" in given
        if editor:
            card = self.edited(target, given)
        elif is_whole:
            name = proposed_id(given["question"], target.deck, taken_ids(self.files, target.deck))
            card = {"id": name, **given}
        elif self.asks:
            card = self.asked(target, given)
            if card:
                self.draft.begin(target.deck, self._template(target, card), is_text=True)
        else:
            raise QuizcardsError(
                "--question, --answer: 꼭 적어야 합니다. 터미널에서는 적지 않으면 하나씩 묻습니다."
            )
        while card:
            problems = self.write(target, card)
            if not problems:
                self.draft.drop()
                return find_card(self.env.library(), f"{target.deck}/{card['id']}")
            told = "\n".join(problem.message for problem in problems)
            if is_whole and not editor:
                raise QuizcardsError(f"{told}\n{NOTHING}")
            STDERR.say(f"\n{told}")
            again = confirmed("편집기에서 고칠까요?", default=True)
            card = self.edited(target, card) if again else {}
        return None

    def target(self, deck: str | None, title: str | None) -> Target:
        """Return where a card for this deck goes: its last file, or a new deck's new file.

        Raises QuizcardsError where there is no such place.
        """
        if not self.env.reads_shipped:
            self.env.refuse_shipped(self.env.deck_paths[0])
        decks = {one.id: one for one in self.library.decks}
        name = deck or self._only_deck(list(decks))
        if name not in decks:
            found = self._new_deck(name, title, list(decks))
        elif title and title != decks[name].title:
            raise QuizcardsError(
                f"--title: {name} 덱의 이름은 '{decks[name].title}'입니다. --title을 빼 주세요."
            )
        elif not decks[name].cards:
            raise QuizcardsError(
                f"{name} 덱에는 읽을 수 있는 카드가 없습니다. quizcards check로 먼저 고쳐 주세요."
            )
        else:
            source = Path(decks[name].cards[-1].place.path)
            path = self.env.own_decks / source.name if self.env.reads_shipped else source
            found = Target(name, decks[name].title, path, source)
        self.env.refuse_shipped(found.path)
        return found

    def _only_deck(self, decks: Sequence[str]) -> str:
        """Return the deck where none is named: the only one, or the one that the author names."""
        if len(decks) == 1:
            return decks[0]
        there = f"있는 덱: {', '.join(decks)}" if decks else "아직 덱이 없습니다"
        if self.asks:
            name = _ask(f"어느 덱에 적을까요? 새 덱이면 새 아이디를 적습니다. {there}")
            if name:
                return name
        raise QuizcardsError(f"DECK: 어느 덱에 적을지 써 주세요. {there}.")

    def _new_deck(self, deck: str, title: str | None, decks: Sequence[str]) -> Target:
        if not re.fullmatch(ID_PATTERN, deck):
            raise QuizcardsError(
                f"'{deck}': 덱 아이디는 영어 소문자, 숫자, '-'로 써 주세요(예: my-deck)."
            )
        folder = next((path for path in self.env.deck_paths if path.is_dir()), None)
        if self.env.reads_shipped:
            folder = self.env.own_decks
        if folder is None:
            raise QuizcardsError(
                f"새 덱 {deck}을 둘 폴더가 없습니다. --decks에 파일이 아니라 폴더를 적어 주세요."
            )
        path = folder / f"{deck}.yaml"
        if path.exists():
            raise QuizcardsError(
                f"{path} 파일이 이미 있습니다. "
                "quizcards check로 살펴보거나 다른 덱 아이디를 써 주세요."
            )
        missing = f"'{deck}' 덱은 없습니다.{perhaps(deck, decks)}"
        if not title and self.asks:
            title = _ask(f"{missing} 새 덱을 만들려면 덱 이름을 적어 주세요.")
        if not title:
            there = ", ".join(decks) or "없음"
            raise QuizcardsError(
                f"{missing} 있는 덱: {there}. 새 덱이면 --title로 이름을 적어 주세요."
            )
        return Target(deck, title, path, path, is_new=True)

    def asked(self, target: Target, given: Mapping[str, Any]) -> dict[str, Any]:
        """Ask one thing at a time for what is not given; empty where the author leaves.

        The author may go back and find again what was typed there.
        """
        names = [name for name in LABELS if not given.get(name)]
        typed: dict[str, str] = {}
        at = 0
        while at < len(names):
            name = names[at]
            proposed = ""
            if name == "id":
                question = given.get("question") or typed["question"]
                taken = taken_ids(self.files, target.deck)
                proposed = proposed_id(question, target.deck, taken)
            draft = typed.get(name) or proposed
            text = _ask(LABELS[name], draft)
            if text in (BACK, draft + BACK):
                at = max(at - 1, 0)
                continue
            if not text and name in ("question", "answer"):
                return {}
            typed[name] = text or proposed
            at += 1
        return {**given, **{name: _value(name, text) for name, text in typed.items()}}

    def edited(self, target: Target, given: Mapping[str, Any]) -> dict[str, Any]:
        """Have the author fill in a template in the editor; empty where the author leaves.

        What was written before is gone on with. Raises QuizcardsError where it does not read well.
        """
        file = self.draft.path or self.draft.begin(target.deck, self._template(target, given))
        lines = enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        first = next((number for number, line in lines if "  question:" in line), 1)
        return self._filled_in(target, file, Place(str(file), first))

    def _template(self, target: Target, given: Mapping[str, Any]) -> str:
        schema = (self.env.shipped_decks / "schema.json").resolve().as_uri()
        return card_template(target.deck, target.title, given, schema)

    def _filled_in(self, target: Target, file: Path, at: Place) -> dict[str, Any]:
        """Open the editor until the template reads well, or is left as it was or empty."""
        before = file.read_bytes().strip()
        while True:
            open_editor(at, self.env.variables)
            if not file.exists() or file.read_bytes().strip() in (b"", before):
                return {}
            cards, problems = self._read_template(file, target)
            if not problems:
                return card_data(cards[0])
            say_problems(problems)
            if not (self.asks and confirmed("편집기를 다시 열까요?", default=True)):
                raise QuizcardsError(NOTHING)
            at = Place(str(file), problems[0].line)

    def _read_template(self, file: Path, target: Target) -> tuple[list[Card], list[Problem]]:
        """Return the cards in a template and what is wrong with it: it must hold one.

        A missing id is added to it.
        """
        with suppress(UnicodeDecodeError):  # the reader says so
            text = file.read_text(encoding="utf-8")
            write_file(file, with_ids(text, taken_ids(self.files, target.deck)).text.encode())
        library = self.env.read([*self.files, file])
        cards = [card for card in library.cards if card.place.path == str(file)]
        problems = [*more(self.library.problems, library.problems), *survey_problems(cards)]
        if not problems and (len(cards) != 1 or cards[0].deck != target.deck):
            problems = [Problem(str(file), 1, 1, f"{target.deck} 덱의 카드를 한 장만 적어 주세요.")]
        return cards, problems

    def write(self, target: Target, card: Mapping[str, Any]) -> list[Problem]:
        """Write the card, unless it would not read back; return what is wrong with it then."""
        card = {name: value for name, value in card.items() if value}

        def look(part: Path) -> list[Problem]:
            files = [part if file == target.source else file for file in self.files]
            library = self.env.read([*files, part] if target.is_new else files)
            key = f"{target.deck}/{card['id']}"
            return [
                *library.problems,
                *survey_problems(one for one in library.cards if one.key == key),
            ]

        if target.is_new:
            text = deck_yaml(target.deck, target.title, [card])
        else:
            text = with_cards(target.source.read_bytes().decode("utf-8"), [card])
        if self.env.reads_shipped:
            problems = self._wrong(target, text, look)
            if problems:
                return problems
            copy_shipped(self.env)
            STDERR.say(told_of_copies(self.env))
            self.env = self.env.anew()
        problems = replace_file(target.path, text, look, self.library.problems)
        if target.is_new and not problems:
            lay_schema(self.env.shipped_decks, target.path.parent)
        return problems

    def _wrong(
        self, target: Target, text: str, look: Callable[[Path], list[Problem]]
    ) -> list[Problem]:
        """Return what would be wrong with a deck of this text, before anything is copied."""
        with tempfile.TemporaryDirectory(prefix="quizcards-") as folder:
            part = Path(folder) / target.path.name
            write_file(part, text.encode(), durable=False)
            return more(self.library.problems, moved(look(part), {target.path: part}))


def taken_ids(files: Iterable[Path], deck: str) -> set[str]:
    """Return the ids that cards of a deck have or had, over all its files."""
    return ids_by_deck(files).get(deck, set())


def ids_by_deck(files: Iterable[Path]) -> dict[str, set[str]]:
    """Return for each deck the ids that its cards have or had."""
    found: dict[str, set[str]] = {}
    for file in files:
        with suppress(OSError):  # the reader says so
            deck, ids = ids_in(read_deck(file, errors="replace"))
            found.setdefault(deck, set()).update(ids)
    return found


def survey_problems(
    cards: Iterable[Card],
    on_progress: Callable[[float], None] = lambda _: None,
    lexicon: Lexicon = NO_GLOSSARY,
) -> list[Problem]:
    """Return what is wrong with the demos of these cards, and with what their key points accept.

    `on_progress` is told the share done; typed answers are read with this glossary.
    """
    cards = list(cards)
    problems = []
    for done, card in enumerate(cards):
        on_progress(done / len(cards))
        problems += [*demo_problems([card], load_demo), *point_problems([card], lexicon)]
    return problems


def _ask(label: str, default: str = "") -> str:
    from quizcards.terminal.editor import typed

    STDOUT.say(f"\n {label}\n")
    return typed(lambda: ["Enter 다음", f"{BACK} 앞 항목으로"], default)


def _value(name: str, text: str) -> Any:
    """Return what was typed for a field as the deck has it."""
    if name == "key_points":
        return [{"point": point.strip()} for point in text.splitlines() if point.strip()]
    if name == "tags":
        return [tag.strip() for tag in text.split(",") if tag.strip()]
    return text
