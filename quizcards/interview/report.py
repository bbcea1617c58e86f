"""What an interview came to: what was said, what it failed on, and what to study next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from quizcards.errors import QuizcardsError
from quizcards.interview.state import Interview, Step, verdict_on
from quizcards.model import Card
from quizcards.quiz.question import Item, Verdict
from quizcards.quiz.typed import State
from quizcards.study.names import clock_time, name_of, short_name

ENOUGH = 3
"""So many answers have to be heard before anything is said of them."""
LAST = 4
"""So many of the interviews before are set beside this one."""
VERDICTS = (
    (0.8, "이대로면 합격권입니다."),
    (0.6, "괜찮은 면접이었습니다. 빠진 곳만 채우면 됩니다."),
    (0.4, "아직 아슬아슬합니다. 꼬리질문에서 흔들릴 수 있습니다."),
    (0.0, "지금은 준비가 더 필요합니다."),
)
"""From which share of the key points on an interviewer says what."""
RESCUED = 4
"""Besides the states of a key point: it was missed, then said when the follow-up asked for it."""
UNMARKED = -1
"""Besides them: the learner did not mark whether it was said."""
MEANINGS = {
    State.COVERED: "말함",
    RESCUED: "꼬리질문에서 말함",
    State.UNSURE: "애매함",
    State.CONTRARY: "반대로 말함",
    State.MISSED: "빠짐",
    UNMARKED: "표시하지 않음",
}
"""What is said of a key point by its mark."""


@dataclass(frozen=True)
class Tally:
    """Counts over an interview; an unsure key point counts as missed, one nice to have not at all.

    One of before steps said what is nice counts all.
    """

    cards: int
    points: int
    said: int
    rescued: int
    calculations: int
    right: int
    unmarked: int = 0
    """How many answers had key points of which the learner marked none, though they were recalled:
    these points are not counted."""

    @property
    def marked(self) -> int:
        """How many answers say which key points they had."""
        return self.cards - self.unmarked

    @property
    def covered(self) -> int:
        """How many key points were said, at once or when asked on."""
        return self.said + self.rescued

    @property
    def coverage(self) -> float:
        """The share of all key points that was said, at once or when asked on."""
        return self.covered / self.points if self.points else 0.0


@dataclass(frozen=True)
class Heard:
    """One card's answer: its key points as they stand in the end, and what was asked after it."""

    card: Card
    step: Step
    marks: tuple[int, ...]
    followups: tuple[Step, ...]
    calculation: Step | None
    held_back: bool = False
    verdict: Verdict | None = None
    """How the calculation is marked, where it was wrong and can be made again."""

    @property
    def whiteboard(self) -> str:
        """What was asked at the whiteboard."""
        is_code = self.calculation is not None and self.calculation.turn.kind == "code"
        return "코드" if is_code else "계산"

    @property
    def shows_answer(self) -> bool:
        """Say whether the model answer belongs in the report: unseen yet, or not all said."""
        unsaid = (State.MISSED, State.UNSURE, UNMARKED)
        return self.held_back or any(mark in unsaid for mark in self.marks)


@dataclass(frozen=True)
class Report:
    """All that is said at the end.

    `causes` leads from a topic to the weak prerequisites that lie lowest under it.
    """

    started: float
    minutes: int
    used: float
    tally: Tally
    heard: tuple[Heard, ...]
    causes: Mapping[str, tuple[str, ...]]
    next_up: tuple[str, ...]
    names: Mapping[str, str]
    goes_on: bool
    timed_out: bool
    past: tuple[float, ...] = ()
    """What share was covered in each interview before this one, oldest first."""

    @property
    def verdict(self) -> str:
        """What an interviewer would say of it in words, and what that rests on."""
        tally = self.tally
        if not tally.points:
            return "핵심을 표시한 답이 없어서, 잘했는지는 스스로 매긴 것밖에 모릅니다."
        rests = f"핵심 {tally.points}개 가운데 {tally.covered}개를 말했습니다"
        if tally.marked < ENOUGH:
            return f"판단하기에는 이릅니다. 핵심을 표시한 답이 {tally.marked}개뿐입니다({rests})."
        judged = next(words for share, words in VERDICTS if tally.coverage >= share)
        weak = sum(heard.step.is_weak for heard in self.heard)
        stuck = f", {tally.cards}개 질문 가운데 {weak}개가 약했습니다" if weak else ""
        return f"{judged} {rests}{stuck}."

    @property
    def trend(self) -> str:
        """How the shares of the last interviews went, with this one.

        It is empty for the first, and for one too short to be judged.
        """
        if not self.past or not self.tally.points or self.tally.marked < ENOUGH:
            return ""
        before = self.past[-LAST:]
        change = round(100 * self.tally.coverage) - round(100 * sum(before) / len(before))
        shares = " → ".join(f"{share:.0%}" for share in (*before, self.tally.coverage))
        if not change:
            return f"{shares} (그동안과 비슷합니다)"
        way = "높습니다" if change > 0 else "낮습니다"
        return f"{shares} (지난 {len(before)}번 평균보다 {abs(change)}%p {way})"

    @property
    def command(self) -> str:
        """What to type in a shell to study the decks of what failed."""
        decks = {heard.card.key: heard.card.deck for heard in self.heard}
        return f"quizcards study {' '.join(dict.fromkeys(decks[key] for key in self.next_up))}"

    @property
    def closing(self) -> str:
        """The interviewer's last words, which say why the interview ends here."""
        if self.goes_on:
            return (
                "여기까지 들었습니다. "
                "quizcards interview --resume으로 같은 자리에서 이어 갈 수 있습니다."
            )
        if self.timed_out:
            nearly = "거의 " if self.used < 60 * self.minutes else ""
            return f"약속한 {self.minutes}분이 {nearly}다 되어 면접을 마쳤습니다. 수고하셨습니다."
        return (
            f"고른 카드에서 더 여쭤볼 주제가 없어, {self.minutes}분이 되기 전에 "
            "면접을 마쳤습니다. 수고하셨습니다."
        )

    @property
    def blocks(self) -> list[str]:
        """What each topic failed on, in a sentence."""
        return [
            f"{self.names[key]}에서 막힌 까닭: {', '.join(self.names[root] for root in roots)}"
            for key, roots in self.causes.items()
        ]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The numbers, each under its name."""
        tally = self.tally
        late = f", 그 가운데 {tally.rescued}개는 꼬리질문에서" if tally.rescued else ""
        points = f"{tally.points}개 가운데 {tally.covered}개({tally.coverage:.0%}){late}"
        rows = [("걸린 시간", f"{clock_time(self.used)} / {self.minutes}분"), ("말한 핵심", points)]
        if tally.unmarked:
            rows.append(("표시하지 않은 답", f"{tally.unmarked}개(핵심을 세는 데서 뺐습니다)"))
        over = sum(heard.step.left <= -1 for heard in self.heard)
        if over:
            rows.append(("시간을 넘긴 답", f"{len(self.heard)}개 가운데 {over}개"))
        if tally.calculations:
            what = "코드" if any(heard.whiteboard == "코드" for heard in self.heard) else "계산"
            rows.append((f"맞은 {what}", f"{tally.calculations}문제 가운데 {tally.right}문제"))
        return [*rows, ("그동안의 면접", self.trend)] if self.trend else rows


def report(
    interview: Interview,
    past: Iterable[Tally] = (),
    item: Callable[[Card, int], Item | None] = lambda _card, _seed: None,
) -> Report:
    """Sum up the steps that are done, beside the interviews before, oldest first.

    `item` makes again what was asked at the whiteboard, so that a wrong answer can be explained.
    """
    done = tuple(step for step in interview.steps if step.phase == "done")
    weak = [step.turn.card for step in done if step.is_weak]
    topics = [step.turn.card for step in done if step.turn.kind == "topic" and step.is_weak]
    # what was passed over within seconds says nothing of what is known
    told = [step.turn.card for step in done if step.is_weak and not step.is_silent]
    causes = {key: tuple(dict.fromkeys(_lowest(key, told, interview.cards))) for key in topics}
    causes = {key: roots for key, roots in causes.items() if roots != (key,)}
    roots = [root for found in causes.values() for root in found]
    return Report(
        started=interview.started,
        minutes=interview.minutes,
        used=interview.used,
        tally=tally(done),
        heard=tuple(_heard(done, interview, item)),
        causes=causes,
        next_up=tuple(dict.fromkeys((*roots, *reversed(weak)))),
        names={
            card.key: _called(card) for card in (interview.cards[step.turn.card] for step in done)
        },
        goes_on=interview.current is not None,
        timed_out=interview.is_closing,
        past=tuple(before.coverage for before in past if before.points),
    )


def _called(card: Card) -> str:
    """Return what a sentence calls a card: its title or name, or else its question, in quotes."""
    return card.title or name_of(card) or f"'{short_name(card)}'"


def tally(steps: Iterable[Step]) -> Tally:
    """Count what was covered.

    This needs no decks, so that interviews of long ago can be counted too.
    """
    done = [step for step in steps if step.phase == "done"]
    answers = [step for step in done if step.grade is not None]
    shares = [step.share for step in done if step.is_at_whiteboard and step.share is not None]
    return Tally(
        cards=len(answers),
        points=sum(len(step.counted) for step in answers),
        said=sum(step.marks[i] == State.COVERED for step in answers for i in step.counted),
        rescued=sum(len(_rescued(step, done).intersection(step.counted)) for step in answers),
        calculations=len(shares),
        right=sum(share == 1 for share in shares),
        unmarked=sum(step.known_marks != step.marks for step in answers),
    )


def _rescued(answer: Step, done: Sequence[Step]) -> set[int]:
    """Return the key points of an answer that a follow-up brought out."""
    if not answer.known_marks:
        return set()
    return {
        point
        for step in done
        if step.turn.kind == "followup" and step.share and step.turn.card == answer.turn.card
        for point in _brought_out(step)
        if answer.marks[point] != State.COVERED
    }


def _brought_out(followup: Step) -> Sequence[int]:
    """Return the key points that the answer to a follow-up says: its own, or any marked."""
    if followup.turn.point is not None:
        return (followup.turn.point,) if followup.is_heard else ()
    return [point for point, mark in enumerate(followup.marks) if mark == State.COVERED]


def _heard(
    done: Sequence[Step], interview: Interview, item: Callable[[Card, int], Item | None]
) -> Iterator[Heard]:
    for answer in (step for step in done if step.grade is not None):
        own = [step for step in done if step.turn.card == answer.turn.card]
        rescued = _rescued(answer, own)
        marks = tuple(RESCUED if i in rescued else mark for i, mark in enumerate(answer.marks))
        if answer.marks != answer.known_marks:
            marks = (UNMARKED,) * len(marks)
        followups = tuple(step for step in own if step.turn.kind == "followup")
        calculation = next(
            (step for step in own if step.is_at_whiteboard and step.share is not None), None
        )
        card = interview.cards[answer.turn.card]
        verdict = _verdict(card, calculation, item) if calculation is not None else None
        yield Heard(card, answer, marks, followups, calculation, interview.holds_back, verdict)


def _verdict(
    card: Card, calculation: Step, item: Callable[[Card, int], Item | None]
) -> Verdict | None:
    """Return how a wrong answer at the whiteboard is marked; None for a right one.

    None too where the demo was edited since, so that the answer can no longer be read.
    """
    made = item(card, calculation.turn.seed) if calculation.share != 1 else None
    if made is None:
        return None
    with suppress(QuizcardsError):
        return verdict_on(made, calculation.typed)
    return None


def _lowest(
    key: str, weak: Sequence[str], cards: Mapping[str, Card], above: tuple[str, ...] = ()
) -> Iterator[str]:
    """Yield the weak cards that lie lowest under a weak one; itself, where there are none."""
    below = [need for need in cards[key].needs if need in weak and need not in above]
    if not below:
        yield key
    for need in below:
        yield from _lowest(need, weak, cards, (*above, key))
