"""One question on the screen, from its first showing to the grade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.model import Grade
from quizcards.quiz.question import Choice, Code, Number, Order, Spoken
from quizcards.study.session import Command, Position, Question, Reply
from quizcards.terminal import item_view, views
from quizcards.terminal.card_parts import ANSWER, DEMO, Opened
from quizcards.terminal.draft import Draft
from quizcards.terminal.keys import NO_COMMAND, NO_SUCH_KEY, TEXT
from quizcards.terminal.laboratory import CardBack, Laboratory
from quizcards.terminal.screen import Screen
from quizcards.terminal.study_keys import (
    GRADES,
    NOT_IN_QUIZ,
    begins_answer,
    begun,
    graded,
    left,
    may_be_hinted,
    meaning,
)
from quizcards.terminal.text import MARGIN, QUIET, bar

TICK = 1.0
"""Seconds after which a clock on the screen is drawn anew."""
PINNED = 1 / 3
"""The question stays in sight while header and question take less of the window than this."""
TRIED = "tried"
"""What is said of a line of code that may be mended."""
FIRST = "first"
"""What is seen of an answer before any part is opened."""


class Answering:
    """Draws the question and the answer, and turns keys into a reply."""

    def __init__(self, screen: Screen, laboratory: Laboratory, question: Question) -> None:
        self.screen = screen
        self.laboratory = laboratory
        self.question = question
        self.attempt = begun(question, laboratory.lexicon)
        self.back: CardBack | None = None
        """What the card says below its question, from when the answer is revealed."""
        self.message = question.message
        self.latex = False
        self.scroll = 0
        self.opened = Opened()
        self.fresh = ""
        """Which part came into sight with the last key: it is scrolled to."""
        self.draft = self.drafted(question.draft)
        self.started = self.posed = monotonic()

    def carry_on(self, before: Answering) -> None:
        """After an edit, or an undo of nothing, the same question goes on as it stood."""
        was = before.question
        now = self.question
        if _showing(was) != _showing(now):
            return
        self.latex = before.latex
        self.scroll = before.scroll
        self.started = before.started
        self.draft = before.draft
        self.opened = before.opened
        if was.item.asked == now.item.asked or isinstance(now.item.asked.answering, Spoken):
            self.attempt = replace(before.attempt, item=now.item)

    def run(self) -> Reply:
        patience = None if self.question.time_left is None else TICK
        while True:
            if self.attempt.revealed and self.back is None:
                self.back = self.laboratory.back(self.question.card)
                self.fresh = FIRST
            fits = self.draw()
            reply = self.press(self.screen.keyboard.read(patience), fits)
            if reply is not None:
                return reply

    def draw(self) -> bool:
        """Draw the frame; return whether the end of the answer is on screen."""
        width, height = self.screen.size()
        top = [
            views.header(self.question, width, self.passed),
            views.progress_bar(self.question.left.share, width),
        ]
        asked = [Text(), *item_view.prompt_lines(self.question.item, width)]
        body, spans = self.body(width)
        sight = spans.get(self.fresh)
        if len(top) + len(asked) < height * PINNED:
            top += asked
            if body[0].plain == "":
                # what the body begins with stays, too, when it is scrolled
                top.append(body.pop(0))
                sight = sight and (sight[0] - 1, sight[1] - 1)
        else:
            body = asked + body
            sight = sight and (sight[0] + len(asked), sight[1] + len(asked))
        self.scroll, ends = self.screen.frame(
            top, body, self.footer(), self.message, self.scroll, sight, self.grades()
        )
        self.fresh = ""
        return ends

    def body(self, width: int) -> tuple[list[Text], dict[str, tuple[int, int]]]:
        """Return what stands below the question, and which lines each open part of it takes."""
        item = self.question.item
        if self.back is None or not self.attempt.revealed:
            given = [*item_view.given_lines(item, width), Text()]
            tried = item_view.tried_lines(self.attempt, width)
            hint = Text(f"{MARGIN}{item_view.hint(item)}", style=QUIET)
            end = len(given) + len(tried)
            return [*given, *tried, *([] if tried else [hint])], {TRIED: (len(given), end)}
        parts = views.parts(self.attempt)
        lines = item_view.given_lines(item, width, self.attempt)
        first = views.revealed(self.attempt, self.back, width, self.latex)
        is_short = self.question.in_quiz and ANSWER not in self.opened.keys
        shown = {FIRST: views.shortened(self.attempt, first, width) if is_short else first}
        for key in self.opened.keys:
            shown[key] = [
                views.part_name(parts, key).append(f"   {key} 닫기", QUIET),
                *views.part_lines(
                    key, self.attempt, self.back, width, self.opened.told, self.latex
                ),
            ]
        spans = {}
        for key, section in shown.items():
            spans[key] = (len(lines) + 1, len(lines) + 1 + len(section))
            lines += [Text(), *section]
        rest = [part.label for part in self.opened.rest(parts, item.card)]
        row = [Text(f"{MARGIN}{line}") for line in bar(rest, width - 2)]
        lines += [Text(), *row] if row else []
        spans[key] = (spans[key][0], len(lines))
        return lines, spans

    @property
    def passed(self) -> float:
        """Seconds since the question was asked."""
        return monotonic() - self.posed

    def grades(self) -> list[str]:
        """Return what closes the question, and what marks it otherwise."""
        if not self.attempt.revealed:
            return []
        question = self.question
        grades = views.grades(question, self.attempt)
        return grades + views.claim_offer(self.attempt)

    def footer(self) -> list[list[str]]:
        question = self.question
        is_final = question.in_quiz and self.attempt.revealed
        has_hint = may_be_hinted(question, self.attempt)
        helping = ["? 힌트", "/ 도움말"] if has_hint else ["? 도움말"]
        leaving = [*([] if is_final else ["u 되돌리기"]), *helping, "q 그만"]
        if not self.attempt.revealed:
            demo = ["d 데모"] if question.card.demo and not question.in_quiz else []
            return [[*self.ways(), *demo, *views.restart_offer(question), *leaving]]
        aside = [] if question.in_quiz else ["e 고치기", "b 미루기", "s 쉬기"]
        more = self.opened.following(views.parts(self.attempt), question.card)
        on = ["Space 더 보기"] if more else []
        return [[*on, *views.restart_offer(question), *aside, *leaving]]

    def ways(self) -> list[str]:
        """Return how this question may be answered."""
        match self.question.item.asked.answering:
            case Spoken():
                return ["Space 답 보기", "t 이어서 적기" if self.draft.text else "t 적어서 답하기"]
            case Choice(options=options):
                return [f"1–{len(options)} 고르기", "Space 모르겠음"]
        again = "Enter 고쳐 적기" if self.draft.is_replaced else "Enter 이어서 적기"
        return [again if self.draft.text else "Enter 적기", "Space 모르겠음"]

    def press(self, key: str, fits: bool) -> Reply | None:
        """Do what a key says; return a reply when the question is over."""
        if key in ("resize", "tick"):
            return None
        self.message = ""
        if key == TEXT or self.begins(key):
            self.take_text()
            return None
        moved = self.screen.scrolled(key, self.scroll)
        if moved is not None:
            self.scroll = moved
            return None
        meant = meaning(key, self.question, self.attempt)
        if meant == Command("quit"):
            return left(self.question, self.attempt, self.started)
        if isinstance(meant, Command):
            return meant
        if isinstance(meant, Grade):
            return graded(self.question, self.attempt, meant, self.started)
        if meant is not None:
            if self.attempt.revealed and not meant.revealed:
                self.message = item_view.TAKEN_BACK
                self.draft = self.drafted(self.attempt.typed or "")
                self.back = None
                self.opened = Opened()
            self.attempt = meant
        elif not self.attempt.revealed:
            self.answer(key)
        elif key in GRADES or (key == "enter" and self.question.in_quiz):
            self.message = views.what_goes_on(self.question, self.attempt)
        elif key in ("space", "enter") and not fits:
            self.scroll = self.screen.scrolled("pagedown", self.scroll) or self.scroll
        elif key in ("space", "enter"):
            self.go_on()
        else:
            self.open(key)
        return None

    def go_on(self) -> None:
        """Open the next part that is not open yet."""
        key = self.opened.following(views.parts(self.attempt), self.question.card)
        if key:
            self.turn(key)
        else:
            self.message = views.what_goes_on(self.question, self.attempt)

    def open(self, key: str) -> None:
        """Open or close the part that a key names; Esc closes the one opened last."""
        openable = [part.key for part in views.parts(self.attempt) if part.key != DEMO]
        if key in openable:
            self.turn(key)
        elif key == "escape" and self.opened.keys:
            self.opened = self.opened.closed(self.opened.keys[-1])
        elif key == "t":
            self.message = item_view.ALREADY_SEEN
        else:
            self.look(key)

    def turn(self, key: str) -> None:
        """Turn a part over; what comes into sight is scrolled to."""
        self.opened = self.opened.turned(key, self.question.card)
        # what a test had no room to say of the answer comes into sight first
        is_first_cut = key == ANSWER and self.question.in_quiz and not self.attempt.is_of_the_card
        self.fresh = FIRST if is_first_cut else key

    def answer(self, key: str) -> None:
        """Do what a key does before the answer is shown."""
        answering = self.question.item.asked.answering
        if isinstance(answering, Choice) and (key.isdigit() or key in ("o", "x")):
            self.take(key)
        elif key == "t" or (key == "enter" and not isinstance(answering, Choice)):
            self.write()
        elif key in GRADES:
            grading = "먼저 Space로 답을 보고 나서 매겨 주세요."
            self.message = grading if self.question.outcomes else item_view.hint(self.question.item)
        else:
            self.look(key)

    def begins(self, key: str) -> bool:
        """Say whether a key is the first of a written answer: what is offered below is not."""
        offered = {item[0] for items in self.footer() for item in items}
        answering = self.question.item.asked.answering
        return not self.attempt.revealed and begins_answer(key, answering, offered | {"/"})

    def take_text(self) -> None:
        """Go on with a text where an answer can be written; elsewhere say that nothing was done."""
        if self.attempt.revealed:
            self.message = f"{NO_COMMAND} 적어서 답하려면 답을 보기 전에 적어 주세요."
        elif isinstance(self.question.item.asked.answering, Choice):
            self.message = f"{NO_COMMAND} {item_view.hint(self.question.item)}"
        else:
            self.write(self.screen.keyboard.written())

    def look(self, key: str) -> None:
        """Show what a key shows, and leave the question as it is."""
        if key == "l":
            self.latex = not self.latex
        elif key == "d" and self.question.in_quiz and not self.attempt.revealed:
            self.message = item_view.NO_DEMO_YET
        elif self.question.in_quiz and key in NOT_IN_QUIZ:
            self.message = item_view.NOT_IN_A_TEST
        elif key == "u":
            self.message = item_view.counts_as_given(self.attempt)
        elif key == "d":
            self.show_demo()
        elif key == "?" and may_be_hinted(self.question, self.attempt):
            self.attempt = self.attempt.with_hint()
            self.fresh = TRIED
        elif key in ("?", "/"):
            self.screen.page(lambda width: views.help_lines(self.question, width))
        else:
            self.message = NO_SUCH_KEY

    def take(self, text: str) -> None:
        """Take an answer; one that cannot be read is asked for again."""
        is_code = isinstance(self.question.item.asked.answering, Code)
        try:
            if is_code and not self.question.in_quiz:
                self.attempt = self.attempt.tried(text)
                self.fresh = TRIED
            else:
                self.attempt = self.attempt.answered(text)
        except QuizcardsError as error:
            self.message = str(error)
            self.draft = Draft(text, is_replaced=not is_code)

    def write(self, begun: str = "") -> None:
        """Let the learner write an answer, which goes on from the draft and from what was begun."""
        from quizcards.terminal.editor import typed_answer

        width, _ = self.screen.size()
        tried = item_view.tried_lines(self.attempt, width)
        tried = [Text(), *tried] if tried else []
        with self.screen.cleared():
            text, is_done = typed_answer(
                [*item_view.asked_lines(self.question.item, width), *tried],
                self.draft.begun(begun),
                self.clock(),
                item_view.completions(self.question.item),
            )
        self.draft = self.drafted(text)
        if is_done and text:
            self.take(text)
        elif text:
            replaced = self.draft.is_replaced
            self.message = item_view.REPLACED_DRAFT if replaced else item_view.DRAFT

    def drafted(self, text: str) -> Draft:
        """Keep what was typed: words go on from there, figures that follow take its place."""
        is_figures = isinstance(self.question.item.asked.answering, Number | Order)
        return Draft(text, is_replaced=is_figures)

    def clock(self) -> Callable[[], str] | None:
        """Return what tells the time left, where it is limited."""
        left = self.question.time_left
        return None if left is None else lambda: views.time_left(left - self.passed)

    def show_demo(self) -> None:
        """Show the card's demo, whose parameters can be turned, and walk it where that is asked."""
        call = self.question.card.demo
        if call is None:
            self.message = item_view.NO_DEMO
            return
        # a deck's own may take its two seconds
        waiting = Text(f"{MARGIN}계산하고 있습니다.", style=QUIET)
        self.screen.frame([Text()], [waiting], [])
        from quizcards.terminal.live import explore

        self.message = explore(self.screen, self.laboratory.load(call), call.params)


def _showing(question: Question) -> tuple[str, Position | None, list[int]]:
    """Return what tells one showing of a card from another.

    That is its place in a test, and the reviews that each grade would leave.
    """
    place = question.left if isinstance(question.left, Position) else None
    return question.card.key, place, [int(memory.reps) for memory in question.outcomes]
