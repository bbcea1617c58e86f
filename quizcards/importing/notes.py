"""A note of Anki: its fields, each with a name and perhaps in HTML -> a card as plain data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from quizcards.importing.cloze import anki_cloze, has_blanks
from quizcards.importing.columns import column
from quizcards.importing.images import Images
from quizcards.importing.markup import Plain, plain
from quizcards.importing.result import (
    Edit,
    ImportedCard,
    ImportedReview,
    ImportResult,
    LeftOutError,
    shown,
)
from quizcards.importing.template import Template, filled_sides
from quizcards.importing.text import (
    cleaned,
    cleaned_text,
    is_deep,
    one_line,
    unbraced,
    unescaped,
    with_formulas,
)
from quizcards.model import BLANK, filled_in
from quizcards.trace.prose import filled, image_names, with_named_images

_LONGEST = 500_000
_OURS = "quizcards::"
_UNNAMED = frozenset(("Default", "기본"))
_UNNAMED_ROLES = frozenset(("question", "answer", "extra"))
"""Fields whose names, as Front and Back, say nothing of what is in them."""
_FORMULA = re.compile(r"\\\[(.*?)\\\]", re.DOTALL)
"""A formula of a card as our own notes show it."""
_NUMBERED = re.compile(r"\d+번째")
"""What a field without a name is called."""
_KEY = re.compile("[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*")


class Note(NamedTuple):
    """What a note says."""

    data: dict[str, Any]
    """Its card, in the shape of its YAML."""
    unread: Mapping[str, str] = {}
    """The fields that are not in the card, each with what it says."""
    media: Sequence[str] = ()
    is_styled: bool = False
    key: str = ""
    """The key of its card, if it is one of ours."""
    edits: Sequence[Edit] = ()
    """What of such a card was changed in Anki."""

    @property
    def deck(self) -> str:
        """The id of its deck, if it is one of ours."""
        return self.key.partition("/")[0]


def add_note(
    result: ImportResult,
    name: str,
    note: Note,
    deck: str,
    reviews: Sequence[ImportedReview] = (),
    merged: int = 1,
) -> None:
    """Put a note into its deck, which has this name in Anki.

    `merged` is how many cards Anki made of it.
    """
    title = one_line(deck.removeprefix(_OURS).replace("∶∶", "::"))
    card = ImportedCard(name, note.data, reviews, note.key, note.edits)
    result.add(card, note.deck, "" if title in _UNNAMED else title)
    result.styled += note.is_styled
    edited = "Anki에서 고친 " if note.key else ""
    for field, said in note.unread.items():
        result.record_loss(
            card.label, f"{edited}'{shown(field)}' 칸은 읽지 않았습니다", shown(said)
        )
    if note.media and not note.key:  # what one of our own notes shows, its demo draws again
        named = ", ".join(map(_media, note.media))
        result.record_loss(card.label, "그림과 소리는 두고 왔습니다", named)
    if merged > 1:
        result.record_loss(
            card.label,
            f"Anki 카드 {merged}장(뒤집은 카드나 다른 빈칸)을 카드 한 장으로 합쳤습니다.",
        )


def read_note(
    fields: Mapping[str, str],
    tags: Iterable[str],
    images: Images,
    in_html: bool = True,
    template: Template | None = None,
) -> Note:
    """Return what the fields of a note say, in their order, on a card of this template.

    Its pictures are taken into `images`. Raises LeftOutError if they make no card.
    """
    if any(len(value) > _LONGEST for value in fields.values()):
        raise LeftOutError(f"{_LONGEST:,}자보다 긴 칸이 있습니다.")
    fields = {name: cleaned_text(value) for name, value in fields.items()}
    if own := _own(list(fields.values()), images):
        return own
    if template:
        data, unread, read = _shown_card(fields, template, images)
    else:
        read = {
            name: plain(value, images.take) if in_html else Plain(value, [], False)
            for name, value in fields.items()
        }
        texts = {name: found.text.strip() for name, found in read.items()}
        data, names = _card(texts)
        unread = {name: texts[name] for name in names}
    if named := list(dict.fromkeys(filter(None, map(one_line, tags)))):
        data["tags"] = named
    media = list(dict.fromkeys(name for found in read.values() for name in found.media))
    return Note(data, unread, media, any(found.is_styled for found in read.values()))


def _shown_card(
    fields: Mapping[str, str], template: Template, images: Images
) -> tuple[dict[str, Any], dict[str, str], dict[str, Plain]]:
    """Return a card as its template shows it, the fields that it does not, and what was read."""
    roles = {name: column(name) for name in fields}
    named = [name for name, role in roles.items() if role not in _UNNAMED_ROLES]
    sources = [name for name, role in roles.items() if role == "sources"]
    sides = filled_sides(template, fields, named, sources)
    if max(map(len, sides[:2])) > _LONGEST:
        raise LeftOutError(f"{_LONGEST:,}자보다 긴 카드입니다.")
    read = {
        "question": plain(sides.question, images.take),
        "answer": plain(sides.answer, images.take),
    }
    read |= {name: plain(fields[name]) for name in sources}
    question, answer = read["question"].text.strip(), read["answer"].text.strip()
    if not question:
        raise LeftOutError("질문에 글이 없습니다.")
    if template.is_cloze:
        data = anki_cloze(question)
        if answer:
            data["answer"] += f"\n\n{_answer(answer)}"
    elif answer:
        data = {"question": with_formulas(question), "answer": _answer(answer)}
    else:
        raise LeftOutError("답에 글이 없습니다.")
    if said := list(filter(None, (" ".join(read[name].text.split()) for name in sources))):
        data["sources"] = said
    others = {name: value for name, value in fields.items() if name not in {*sides.shown, *sources}}
    unread = {name: plain(value).text.strip() for name, value in others.items()}
    return data, {name: text for name, text in unread.items() if text}, read


def _card(texts: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return a card of the fields of any note type, and the names of the fields not in it."""
    names = list(texts)
    roles = {column(name): name for name in reversed(names)}
    first = roles.get("question", names[0] if names else "")
    rest = [name for name in names if name != first]
    text = texts.get(first, "")
    if not text:
        raise LeftOutError("질문에 글이 없습니다.")
    if has_blanks(text):
        data = anki_cloze(text)
        used = {first}
        # 'Back Extra', also where no field has a name
        roles.setdefault("extra", rest[0] if rest else first)
    else:
        second = roles.get("answer", "") or next((name for name in rest if texts[name]), "")
        if not texts.get(second):
            raise LeftOutError("답에 글이 없습니다.")
        data = {"question": with_formulas(text), "answer": _answer(texts[second])}
        used = {first, second}
    extra = roles.get("extra", first)
    if extra not in used and texts[extra]:
        data["answer"] += f"\n\n{_answer(texts[extra])}"
        used.add(extra)
    source = roles.get("sources", first)
    if source not in used and texts[source]:
        data["sources"] = [" ".join(texts[source].split())]
        used.add(source)
    for name in names:
        if texts[name] and name not in used and not _NUMBERED.fullmatch(name):
            data["answer"] += f"\n\n{name}: {_answer(texts[name])}"
            used.add(name)
    return data, [name for name in names if texts[name] and name not in used]


def _answer(text: str) -> str:
    return with_formulas(unbraced(text))


def _media(name: str) -> str:
    """Return how a message calls a picture; one that stands in the note itself has no name."""
    return "이름 없는 그림" if name.startswith("data:") else shown(name)


def _own(values: Sequence[str], images: Images) -> Note | None:
    """Return a note of our own note type, which carries its card as JSON, or None for any other.

    What the learner changed in Anki stands in the fields that are seen, and counts.
    """
    data = next(filter(None, map(_json_card, reversed(values))), None)
    key = next(filter(None, map(_KEY.fullmatch, values[3:])), None)
    if data is None or key is None:
        return None
    of_card = f"quizcards-{key[0].partition('/')[0]}-"
    there = {*image_names(data["question"]), *image_names(data["answer"])}

    def take(source: str) -> str:
        """Return what the card calls a picture, whether or not the package has it."""
        wanted = source.removeprefix(of_card)
        return images.take(source, wanted) or (wanted if wanted in there else "")

    question, answer, points, formula = (plain(value, take).text for value in values[:4])
    after: dict[str, Any] = {}
    if _is_changed(question, data["question"]):
        after["question"] = with_formulas(question)
    if _is_changed(answer, filled(data["answer"])):
        after["answer"] = _with_blanks(data["answer"], _answer(answer))
    known = [*data.get("key_points", ())]
    seen = [line.removeprefix("- ") for line in points.split("\n") if line.strip()]
    if [*map(_bare, seen)] != [_bare(point["point"]) for point in known]:
        by_text = {_bare(point["point"]): point for point in known}
        after["key_points"] = [by_text.get(_bare(line), {"point": line}) for line in seen]
    written = _FORMULA.sub(r"\1", formula)
    if _bare(written) != _bare(data.get("formula") or ""):
        after["formula"] = "\n".join(filter(None, map(str.strip, written.split("\n"))))
    edits = [Edit(field, data.get(field), value) for field, value in after.items()]
    media = [name for value in values for name in plain(value).media]
    return Note(data | after, _edited_elsewhere(data, values), media, key=key[0], edits=edits)


def _edited_elsewhere(data: Mapping[str, Any], values: Sequence[str]) -> dict[str, str]:
    """Return the fields of our own note that were edited in Anki and are not read back.

    They are those that hold several things in one text.
    """
    parts = {
        "오해": (values[4:5], data.get("misconceptions", ()), ("claim", "because")),
        "꼬리질문": (values[5:6], data.get("followups", ()), ("question", "answer")),
    }
    unread = {}
    for name, (value, listed, fields) in parts.items():
        items = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        text = "".join(plain(one).text for one in value)
        texts = [str(item.get(field, "")) for item in items for field in fields]
        if any(_bare(one) not in _bare(text) for one in texts) or (text.strip() and not items):
            unread[name] = text
    return unread


def _is_changed(seen: str, written: str) -> bool:
    """Say whether a field in Anki says something else than what it was written from.

    There a picture that was missing is named.
    """
    texts = {_bare(seen), _bare(with_formulas(seen))}
    return texts.isdisjoint((_bare(written), _bare(with_named_images(written))))


def _with_blanks(before: str, after: str) -> str:
    """Return an edited answer with the blanks of the one before around those words still there."""
    parts = []
    for blank in BLANK.finditer(before):
        head, word, tail = after.partition(filled_in(blank[0]))
        if word:
            parts += [head, blank[0]]
            after = tail
    return "".join([*parts, after])


def _json_card(value: str) -> dict[str, Any] | None:
    """Return the card that a field carries, if it carries one."""
    text = unescaped(value)
    if not text.startswith('{"'):
        return None
    try:
        data = cleaned(json.loads(text))
    except (ValueError, RecursionError):
        return None
    is_card = (
        isinstance(data, dict)
        and not is_deep(data)
        and all(isinstance(data.get(name), str) for name in ("question", "answer"))
    )
    points = data.get("key_points", []) if is_card else None
    are_points = isinstance(points, list) and all(
        isinstance(point, dict) and "point" in point for point in points
    )
    return data if are_points else None


def _bare(text: object) -> str:
    return "".join(str(text).split())
