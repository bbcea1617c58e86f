"""The marking of answers: how much is right, and what to say about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from quizcards.errors import QuizcardsError
from quizcards.quiz.korean import words
from quizcards.quiz.numbers import agree, read, shape_of, slips
from quizcards.quiz.question import (
    RELATIVE,
    Answering,
    Blank,
    Choice,
    Code,
    Judged,
    Number,
    Order,
    Value,
    Verdict,
    WrongValue,
)
from quizcards.trace.notation import values

Same = Callable[[str, str], bool]
"""Says whether two words mean the same."""


def judge(answering: Judged, reply: str, same: Same | None = None) -> Verdict:
    """Mark a reply to a question: the share that is right, from 0 to 1, and what there is to say.

    Where `same` is given, a blank takes a word that means the same as the author's.

    >>> half = Number(0.5, (WrongValue(2.0, "분자와 분모를 바꾸었습니다."),), ("y = 1 / 2 = 0.5",))
    >>> judge(half, "1/2").share
    1.0
    >>> judge(half, "2").lines
    ('분자와 분모를 바꾸었습니다.', '정답: 0.5', 'y = 1 / 2 = 0.5')

    Raises QuizcardsError where the reply cannot be read, so that it can be written again.
    """
    match answering:
        case Choice():
            return _choice(answering, reply)
        case Number():
            return _number(answering, reply)
        case Order():
            return _order(answering, reply)
        case Blank():
            return _blank(answering, reply, same)
        case Code():
            from quizcards.quiz import code_verdict  # numpy: only where there is code to run

            return code_verdict.verdict(answering, reply)


def solution(answering: Judged) -> tuple[str, ...]:
    """Return the right answer and what leads to it."""
    match answering:
        case Choice(options=options, right=right):
            return _lines(f"정답: {options[right].text}", options[right].feedback)
        case Number(right=value, working=working):
            return (f"정답: {values(value)}", *working)
        case Order(right=order):
            return _in_order(answering, order)
        case Blank(accepted=accepted):
            return (f"정답: {accepted[0]}",)
        case Code():
            return (answering.solution,)


def option_text(answering: Answering, reply: str) -> str:
    """Return a reply in words: of an option that was chosen by its number, what it says."""
    if (
        isinstance(answering, Choice)
        and reply.isdigit()
        and 0 < int(reply) <= len(answering.options)
    ):
        return answering.options[int(reply) - 1].text
    return reply


def _choice(choice: Choice, reply: str) -> Verdict:
    chosen = _chosen(choice, reply)
    if chosen == choice.right:
        return Verdict(1.0, _lines(choice.options[chosen].feedback))
    feedback = choice.options[chosen].feedback
    return Verdict(0.0, _lines(feedback, *solution(choice)), feedback.split("\n")[0])


def _chosen(choice: Choice, reply: str) -> int:
    """Read which option is meant: by its number, which comes before all else, or by its text.

    Raises QuizcardsError where it is none of them.
    """
    texts = [_normalised(option.text) for option in choice.options]
    wanted = _normalised(reply)
    numbers = [str(i) for i in range(1, len(texts) + 1)]
    for names in (numbers, texts):
        if wanted in names:
            return names.index(wanted)
    raise QuizcardsError(f"1부터 {len(texts)}까지의 번호로 답해 주세요: {reply.strip()}")


def _number(asked: Number, reply: str) -> Verdict:
    given = read(reply, shape_of(asked.right))
    agreeing = agree(given, asked.right, asked.relative)
    if all(agreeing):
        return Verdict(1.0, asked.working)
    # a mistake that belongs to this computation says more than a slip of the pen
    known = _feedback(given, asked.wrong, asked.relative) or _feedback(
        given, slips(asked.right), asked.relative
    )
    lines = known or _misplaced(asked.right, agreeing)
    share = sum(agreeing) / len(agreeing)
    return Verdict(share, _lines(*lines, *solution(asked)), known[0] if known else "")


def _feedback(given: Sequence[float], wrong: Sequence[WrongValue], relative: float) -> list[str]:
    """Return what is said of each wrong value that these numbers are.

    Only those that come near are said where none is met.
    """
    met, near = (
        [one.feedback for one in wrong if all(agree(given, one.value, allowed))]
        for allowed in (RELATIVE, relative)
    )
    return met or near


def _misplaced(right: Value, agreeing: Sequence[bool]) -> list[str]:
    """Return which of several numbers are wrong; of a single one the right one says enough."""
    if not isinstance(right, tuple):
        return []
    wrong = ", ".join(str(i) for i, agrees in enumerate(agreeing, start=1) if not agrees)
    return [f"{len(agreeing)}개 가운데 {sum(agreeing)}개가 맞았습니다. 틀린 자리: {wrong}번째"]


def _order(order: Order, reply: str) -> Verdict:
    given = _permutation(reply, len(order.lines))
    place = {line: i for i, line in enumerate(given)}
    broken = [(first, later) for first, later in order.before if place[first] > place[later]]
    if not broken:
        return Verdict(1.0, ())
    first, later = min(broken, key=lambda pair: place[pair[1]])
    right, kept = _mended(order, given)
    lines = (
        f"{kept + 1}번째에서 어긋났습니다: {later + 1}번보다 {first + 1}번이 먼저입니다.",
        *_in_order(order, right, kept),
    )
    return Verdict(1 - len(broken) / len(order.before), lines)


def _mended(order: Order, given: Sequence[int]) -> tuple[list[int], int]:
    """Return the right order that follows a wrong one longest, and how many lines of it hold."""
    held: list[int] = []
    for line in given:
        if any(later == line and first not in held for first, later in order.before):
            break
        held.append(line)
    return [*held, *(line for line in order.right if line not in held)], len(held)


def _in_order(order: Order, right: Sequence[int], kept: int | None = None) -> tuple[str, ...]:
    """Return the lines in a right order: ✓ before those that a reply kept, ▶ where it broke.

    Where there was no reply, nothing is ticked.
    """
    lines = [f"정답: {' '.join(str(line + 1) for line in right)}"]
    for i, line in enumerate(right):
        mark = "·" if kept is None else ("✓", "▶", "·")[(i >= kept) + (i > kept)]
        note = f"  ({order.notes[line]})" if order.notes and order.notes[line] else ""
        lines.append(f"{mark} {line + 1}  {order.lines[line]}{note}")
    return tuple(lines)


def _permutation(reply: str, count: int) -> list[int]:
    """Read the numbers from 1 to `count`, each once, as places from 0: `3 1 2`, `3,1,2` or `312`.

    Raises QuizcardsError where one is missing or written twice.
    """
    parts = re.findall(r"\d+", reply)
    if len(parts) == 1 and count < 10:
        parts = list(parts[0])
    # Python refuses to read a number of thousands of digits, and no list has a thousand lines
    lines = [int(part) - 1 if len(part) < 4 else -1 for part in parts]
    if sorted(lines) != list(range(count)):
        raise QuizcardsError(f"1부터 {count}까지의 번호를 한 번씩 써 주세요: {reply.strip()}")
    return lines


def _blank(blank: Blank, reply: str, same: Same | None) -> Verdict:
    wanted = _normalised(reply)
    if not wanted:
        raise QuizcardsError("빈칸에 들어갈 말을 써 주세요.")
    if any(_is_same_word(reply, word) for word in blank.accepted):
        return Verdict(1.0, ())
    if same and any(same(reply, word) for word in blank.accepted):
        return Verdict(1.0, (f"같은 말: {blank.accepted[0]}",))
    return Verdict(0.0, solution(blank))


_UNIT = re.compile(r"(?<=\d)(배|번|개|개월|일|년|초|분|스텝|에폭|퍼센트|%|차원|층)$")


def _is_same_word(reply: str, word: str) -> bool:
    """Say whether two fill a blank alike: whatever their order, subscripts, units and hedges."""
    if _bare(reply) == _bare(word):
        return True
    said, wanted = words(reply), words(word)
    return len(wanted) > 1 and sorted(map(_bare, said)) == sorted(map(_bare, wanted))


def _bare(text: str) -> str:
    """Return a word as it is compared in a blank.

    >>> _bare("보통 0.9"), _bare("3.16배"), _bare("(n₁, n₀)"), _bare("σ^2"), _bare("대칭적")
    ('0.9', '3.16', '(n1,n0)', 'σ2', '대칭')
    """
    plain = _normalised(unicodedata.normalize("NFKC", text))
    plain = re.sub(r"^(보통|대략|대체로|거의|약(?=\d))|[_^{}]", "", plain)
    return re.sub(r"(?<=..)적$", "", _UNIT.sub("", plain))


def _normalised(text: str) -> str:
    """Return what is left of a word to be compared.

    Without case, spaces and quotes, without hyphens between letters and a full stop at the end.
    """
    plain = unicodedata.normalize("NFC", text).casefold().replace("−", "-")
    return re.sub(r"(?<=[a-z])-(?=[a-z])|[\s'\"“”‘’]|\.$", "", plain)


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
