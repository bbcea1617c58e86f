"""The JSON Schema for editors and the reader give the same verdict on the shape of a deck.

Where they differ on purpose: the schema sees one file, after YAML has turned text into values. So
only the reader can judge what cards say of one another (ids used twice, needs, cycles, was), demos
and their parameters, the count of key points, formulas that a terminal cannot show, control
characters, and what YAML loses or changes on the way (comments, escapes, duplicate keys, aliases,
tags). The other way round, the reader takes plain text as it was written, where YAML 1.1 makes
numbers and dates of it: the schema does not take the date 2020-01-01 for text, and takes 0x10 and
1.0 for the whole numbers that the reader does not read.
"""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from quizcards.decks.schema import json_schema
from quizcards.demos import names
from tests.decks.decks_support import CARD, DECK, read
from tests.sampling import examples

CONTENT = Path(__file__).parents[2] / "content"
VALIDATOR = Draft7Validator(json_schema())
BEYOND_SHAPE = re.compile(
    r"카드는 없습니다|자기 자신|서로를 먼저|카드는 지금도|이어받습니다|이미 쓰였습니다|줄마다 "
    r"수의 개수|^demo: (?!비어|데모 이름|'키: 값')"
    r"|핵심이 \d|key_points가 없|^formula: .*(글자로 옮길 수 "
    r"없|닫|끝났|앞에|위에만|해당하는|맞는|깊이)|제어 문자|\\.*바뀝니다"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("schema")


def test_the_schema_is_a_schema() -> None:
    Draft7Validator.check_schema(json_schema())


def test_the_shipped_schema_is_the_one_made_from_the_fields() -> None:
    assert json.loads((CONTENT / "schema.json").read_text(encoding="utf-8")) == json_schema(names())


def test_items_that_are_mappings_have_names_and_demos_are_listed() -> None:
    schema = json_schema(names())
    items = [part["items"] for part in subschemas(schema) if part.get("type") == "array"]
    mappings = [item for item in items if item.get("type") == "object"]
    assert len(mappings) > 5
    assert all(item["title"] for item in mappings)
    runs = [part["run"] for part in subschemas(schema) if "enum" in part.get("run", ())]
    assert [run["enum"] for run in runs] == [list(names())] * 2


def test_no_mapping_is_an_example_to_choose() -> None:
    for part in subschemas(json_schema()):
        # JSON puts a colon behind each key, and no example that is text has a quote before one
        assert '": ' not in json.dumps(part.get("examples", ()))


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from subschemas(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from subschemas(part)


def test_the_examples_shown_by_editors_obey_the_schema_and_every_field_says_what_it_is() -> None:
    examples = [
        (part, example)
        for part in subschemas(json_schema())
        for example in part.get("examples", ())
    ]
    assert len(examples) > 10
    assert all(
        Draft7Validator(part).is_valid(example) and part["description"]
        for part, example in examples
    )


@pytest.mark.parametrize("path", sorted(CONTENT.glob("[0-9]*.yaml")), ids=lambda path: path.name)
def test_the_shipped_decks_obey_the_schema(path: Path) -> None:
    assert [
        error.message
        for error in VALIDATOR.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))
    ] == []


class Block(str):
    """Text that is written as a literal block."""


class Dumper(yaml.SafeDumper):
    pass


Dumper.add_representer(
    Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
)

EVERY_FIELD: dict[str, Any] = {
    "deck": "d",
    "title": "시험",
    "cards": [
        {
            "id": "a",
            "question": "질문인가요?",
            "answer": "첫 줄.\n둘째 줄.\n",
            "key_points": [
                {
                    "point": "하나",
                    "any_of": ["1차 적률", "moment"],
                    "all_of": ["기울기"],
                    "none_of": ["제곱"],
                    "contrary": ["제곱|제곱을 평균"],
                },
                {"point": "둘"},
            ],
            "formula": "a = b",
            "followups": [
                {"question": "왜요?", "answer": "그래서요.", "point": 1},
                {"question": "또요?", "answer": "네."},
            ],
            "misconceptions": [
                {
                    "claim": "틀렸다",
                    "because": "맞지 않습니다.",
                    "demo": {"run": "adam", "show": ["m"]},
                },
                {
                    "claim": "또 틀렸다",
                    "because": "맞지 않습니다.",
                    "demo": {"with": {"t": 3}, "show": ["v", "w"]},
                },
            ],
            "demo": {
                "run": "adam",
                "with": {"t": 2, "w": [0.5, -1], "g": "word", "lr": [[1, 2], [3, 4]]},
            },
            "choices": [{"question": "무엇?", "right": "가", "wrong": ["나"], "because": "그래서"}],
            "steps": ["하나", "둘"],
            "tags": ["optimizer", "10"],
            "sources": ["Kingma & Ba: Adam"],
            "notes": "40, 44-46",
            "was": ["old", "x/old"],
        },
        {
            "id": "b",
            "question": "q",
            "answer": "a",
            "needs": ["a", "d/a"],
            "demo": {
                "code": Block("u = 1\nv = u + 1\n"),
                "with": {"u": 2},
                "ask": ["v"],
                "mistakes": [{"name": "v", "formula": "u - 1", "feedback": "뺐습니다."}],
                "picture": ["v"],
            },
        },
        {"id": "c", "question": "q", "answer": "a", "demo": Block("u = 1\nv = u + 1\n")},
    ],
}
ODD: list[Any] = [
    "", " ", "x", "Bad Id", "a/b", "a/b/c", "true", "True", "null", "~", "10", "1e-3", ".5", "-1",
    "1.", "nan", "1_000",
    "8-9", "8 - 9", "40, 44", "12345", " adam ", "adam\n", "-a", "a-", "a--b", "٣", "２", "가",
    "\u00a0",
    None, True, False, 0, 1, -1, 9999, 10000, 10**30, 0.5, -2.5, 1e-8, 1e-300,
    [], ["x"], [None], [[1]], [1, 2.5], ["1", "x"], [{}], {}, {"a": 1}, {"point": "x"},
    {"run": "adam"}, {"code": Block("x = 1\n")}, Block("x = 1\n"), {"t": 1}, {1: 2},
]  # fmt: skip
KEYS = [
    *"deck title cards id question answer point any_of all_of none_of contrary".split(),
    *"run with code ask show zzz Id".split(),
    1,
    True,
    None,
]


def spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place inside a value, as its container and its key or index."""
    keys: list[Any] = []
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = list(range(len(value)))
    for key in keys:
        yield value, key
        yield from spots(value[key])


def mutate(data: st.DataObject, deck: dict[str, Any]) -> None:
    """Spoil, remove, add or move one thing anywhere in a deck."""
    places = list(spots(deck))
    if not places:
        return
    container, key = places[data.draw(st.integers(0, len(places) - 1))]
    odd = copy.deepcopy(data.draw(st.sampled_from(ODD)))
    match data.draw(st.sampled_from(["replace", "remove", "add", "list", "table"])):
        case "replace":
            container[key] = odd
        case "remove":
            del container[key]
        case "add" if isinstance(container, dict):
            container[data.draw(st.sampled_from(KEYS))] = odd
        case "add":
            container.insert(key, odd)
        case "list":
            container[key] = [container[key]]
        case "table":
            container[key] = {"x": container[key]}


@settings(max_examples=examples(200), deadline=None)
@given(data=st.data())
def test_reader_and_schema_agree_on_the_shape_of_spoilt_decks(
    folder: Path, data: st.DataObject
) -> None:
    deck = copy.deepcopy(EVERY_FIELD)
    for _ in range(data.draw(st.integers(1, 3))):
        mutate(data, deck)
    text = yaml.dump(deck, Dumper=Dumper, allow_unicode=True, sort_keys=False)
    found = read(folder, text).problems
    assume(
        not any("코드는 다음 줄부터" in problem.message for problem in found)
    )  # how text is quoted, YAML does not tell
    problems = [problem for problem in found if not BEYOND_SHAPE.search(problem.message)]
    errors = [
        f"{list(error.absolute_path)}: {error.message}"
        for error in VALIDATOR.iter_errors(yaml.safe_load(text))
    ]
    assert bool(problems) == bool(errors), (
        f"{text}\nreader: {[*map(str, problems)]}\nschema: {errors}"
    )


SHIPPED = [path.read_text(encoding="utf-8") for path in sorted(CONTENT.glob("[0-9]*.yaml"))]
SNIPPETS = [*"x'\"[]{}-1,#가|>\n", "- ", ": ", "id: ", "  ", "null", " #", "answer: "]


@st.composite
def edited(draw: st.DrawFn) -> str:
    """The beginning of a shipped deck, with a few edits as a hand slips."""
    text = draw(st.sampled_from(SHIPPED))
    text = (
        text[: draw(st.integers(1, 4000))]
        if draw(st.booleans())
        else text[: text.index("\n- id: ", 200)]
    )
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.integers(0, 12))
        text = text[:at] + draw(st.sampled_from(["", *SNIPPETS])) + text[at + gone :]
    return text


@settings(max_examples=examples(100), deadline=None)
@given(text=edited())
def test_what_the_reader_finds_no_fault_with_the_schema_accepts(folder: Path, text: str) -> None:
    library = read(folder, text)
    if not [p for p in library.problems if not BEYOND_SHAPE.search(p.message)]:
        assert VALIDATOR.is_valid(yaml.safe_load(text))


@pytest.mark.parametrize(
    ("extra", "reader_accepts", "schema_accepts"),
    [
        ("  tags: [2020-01-01]\n", True, False),  # a date to YAML 1.1
        ("  needs: ['0x10', 0x10]\n", False, True),  # no such card; 16 to YAML 1.1
        ("  notes: 0x10\n", False, True),
        ("  notes: 1.0\n", False, True),
        ("  tags: [x] \n  tags: [y]\n", False, True),
        ("  tags:\n  - x # y\n", False, True),
        ("  tags: &x [y]\n", False, True),
        ('  formula: "\\theta"\n', False, True),
        ("  needs: [zzz]\n", False, True),
        ("  demo: {run: zzz}\n", False, True),
    ],
)
def test_where_reader_and_schema_differ_on_purpose(
    extra: str, reader_accepts: bool, schema_accepts: bool, tmp_path: Path
) -> None:
    text = f"{DECK}{CARD}{extra}"
    assert (read(tmp_path, text).problems == ()) is reader_accepts
    assert VALIDATOR.is_valid(yaml.safe_load(text)) is schema_accepts
