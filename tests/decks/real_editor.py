"""What an author sees in an editor: decks in yaml-language-server. `make lsp` runs this.

VS Code, Neovim and others run that server. Nothing is asked of the network: each deck names the
schema that lies beside it.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizcards.decks.fields import (
    CARD,
    DECK,
    DEMO,
    Called,
    Code,
    Demo,
    Field,
    ListOf,
    Parameter,
    Record,
    TableOf,
    Text,
    example,
)
from quizcards.decks.nodes import Node, parsed
from quizcards.decks.template import card_template
from quizcards.decks.write import deck_yaml
from quizcards.demos import names

CONTENT = Path(__file__).parents[2] / "content"
SERVER = Path(sys.prefix) / "lsp/node_modules/.bin/yaml-language-server"
SETTINGS = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
HEAD = "# yaml-language-server: $schema=schema.json\n"
Plain = Text | Code | ListOf | TableOf | Called | Record | Parameter
ENOUGH = "deck: d\ntitle: t\ncards:\n- id: a\n  question: q\n  answer: a\n"


class Server:
    """The language server, spoken to as an editor does: JSON-RPC over its input and output."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.numbers = count(1)
        document = {"hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {}}
        capabilities = {"workspace": {"configuration": True}, "textDocument": document}
        self.about = self.ask(
            "initialize", processId=None, rootUri=None, capabilities=capabilities
        )["serverInfo"]
        self.send(method="initialized", params={})

    def send(self, **message: Any) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        """Read one message.

        Answer it where it asks for the editor's settings, keep it where it reports on a file.
        """
        assert self.process.stdout is not None
        size = 0
        for line in map(bytes.strip, self.process.stdout):
            if not line:
                break
            name, _, value = line.decode().partition(":")
            size = int(value) if name.lower() == "content-length" else size
        message: dict[str, Any] = json.loads(self.process.stdout.read(size))
        if message.get("method") == "workspace/configuration":
            asked = message["params"]["items"]
            self.send(
                id=message["id"],
                result=[SETTINGS if one["section"] == "yaml" else None for one in asked],
            )
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def ask(self, method: str, **params: Any) -> Any:
        number = next(self.numbers)
        self.send(id=number, method=method, params=params)
        message = self.read()
        while "method" in message or message["id"] != number:
            message = self.read()
        return message["result"]

    def open(self, file: Path) -> list[str]:
        """Open a file, and return what the editor would underline, as `line: message`."""
        uri = file.resolve().as_uri()
        text = file.read_text(encoding="utf-8")
        self.send(
            method="textDocument/didOpen",
            params={"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        while uri not in self.diagnostics:
            self.read()
        return [
            f"{one['range']['start']['line'] + 1}: {one['message']}"
            for one in self.diagnostics[uri]
        ]

    def at(self, method: str, file: Path, line: int, column: int) -> Any:
        """Ask of a place in an open file; line and column count from 1."""
        document, place = (
            {"uri": file.resolve().as_uri()},
            {"line": line - 1, "character": column - 1},
        )
        return self.ask(f"textDocument/{method}", textDocument=document, position=place)


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    """What was looked at, and how often; printed at the end."""
    return Counter()


@pytest.fixture(scope="module")
def server(seen: Counter[str]) -> Iterator[Server]:
    server = Server()
    yield server
    server.ask("shutdown")
    server.send(method="exit")
    server.process.communicate()
    print(f"\n\n{server.about['name']} {server.about['version']}\n")
    print("\n".join(f"  {name:<62}{number:>4}" for name, number in seen.items()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schema.json").write_bytes((CONTENT / "schema.json").read_bytes())
    return tmp_path


def deck(folder: Path, text: str) -> Path:
    file = folder / "deck.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def chosen(field: Field, node: Node) -> Plain:
    """Return the field, or which of the three a demo is."""
    if not isinstance(field, Demo):
        return field
    if not node.entries:
        return field.alone
    return field.named if any(key.text == "run" for key, _ in node.entries) else field.written


def keys(field: Field, node: Node) -> Iterator[tuple[str, Plain, Node]]:
    """Yield each key that the field table names below a field, its field, and where it stands."""
    if isinstance(field, ListOf):
        for part in node.items:
            yield from keys(field.item, part)
    elif isinstance(field, Record):
        for key, value in node.entries:
            own = chosen(field.fields[key.text], value)
            yield key.text, own, key
            yield from keys(own, value)


def shown(text: str) -> list[Any]:
    """Return the examples that a hover shows, read as YAML.

    PyYAML reads no block at the left margin, so a block is moved.
    """
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    return [
        yaml.safe_load(block.replace("\n", "\n ") if block.startswith("|") else block)
        for block in blocks
    ]


EVERY_FIELD: Mapping[str, dict[str, Any]] = {
    "a demo named": example(CARD),
    "a demo written": {**example(CARD), "demo": example(DEMO.written)},
    "code alone": {**example(CARD), "demo": DEMO.alone.example},
}


@pytest.mark.parametrize("card", EVERY_FIELD.values(), ids=EVERY_FIELD)
def test_hovering_over_a_field_tells_what_it_is_in_korean_with_an_example(
    server: Server, folder: Path, seen: Counter[str], card: dict[str, Any]
) -> None:
    file = deck(folder, deck_yaml("optimization", "최적화", [card]))
    assert server.open(file) == []
    _, root = parsed(file.read_text(encoding="utf-8"))
    assert root is not None
    found = list(keys(DECK, root))
    assert {name for name, _, _ in found} >= CARD.fields.keys() | DECK.fields.keys()
    for name, field, place in found:
        text = server.at("hover", file, place.line, place.column + 1)["contents"]["value"]
        assert field.about.replace("\\", "") in text.replace("\\", ""), name
        assert re.search("[가-힣]", field.about), name
        assert example(field) in shown(text), name
        seen["fields that tell what they are, with their example"] += 1


def offers(server: Server, file: Path, line: int, column: int) -> dict[str, str]:
    """Return the names that are offered at a place, and what is said of each."""
    found = server.at("completion", file, line, column)["items"]
    return {one["label"]: str(one.get("documentation", "")) for one in found}


WITHIN: Mapping[str, tuple[str, Record]] = {
    "a card": ("- id: a\n  q", CARD),  # in a list at the left margin, after its first letter
    **{
        f"one of {name}": (
            f"- id: a\n  {name}:\n  - {next(iter(field.item.fields))}: x\n    ",
            field.item,
        )
        for name, field in CARD.fields.items()
        if isinstance(field, ListOf) and isinstance(field.item, Record)
    },
    "a demo named": ("- id: a\n  demo:\n    run: adam\n    ", DEMO.named),
    "a demo written": ("- id: a\n  demo:\n    ask: [w]\n    ", DEMO.written),
}


@pytest.mark.parametrize(("start", "record"), WITHIN.values(), ids=WITHIN)
def test_the_fields_that_are_not_there_yet_are_offered_with_what_they_are(
    server: Server, folder: Path, seen: Counter[str], start: str, record: Record
) -> None:
    text = f"{HEAD}deck: d\ntitle: t\ncards:\n{start}"
    file = deck(folder, text)
    server.open(file)
    lines = text.split("\n")
    found = offers(server, file, len(lines), len(lines[-1]) + 1)
    there = set(re.findall(r"(\w+):", "".join(lines[-2:])))
    wanted = {name: field for name, field in record.fields.items() if name not in there}
    assert wanted.keys() <= found.keys()
    for name, field in wanted.items():
        about = (field.named if isinstance(field, Demo) else field).about
        assert about.replace("\\", "") in found[name].replace("\\", ""), name
    seen["fields offered"] += len(wanted)


def test_demos_are_offered_by_name_and_nothing_as_an_object(
    server: Server, folder: Path, seen: Counter[str]
) -> None:
    text = f"{HEAD}{ENOUGH}  demo:\n    run: "
    file = deck(folder, text)
    server.open(file)
    found = offers(server, file, text.count("\n") + 1, len("    run: ") + 1)
    assert set(found) == set(names())
    seen["demos offered"] += len(found)
    for start in ("", "- ", "- id: a\n  demo: ", "- id: a\n  key_points:\n  "):
        text = f"{HEAD}deck: d\ntitle: t\ncards:\n{start}"
        other = deck(folder, text)
        server.open(other)
        last = text.rpartition("\n")[2]
        for item in server.at("completion", other, text.count("\n") + 1, len(last) + 1)["items"]:
            assert "[object" not in f"{item['label']}{item['insertText']}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            ENOUGH.replace("answer:", "anser:"),
            ['4: Missing property "answer".', "6: Property anser is not allowed."],
        ),
        (
            ENOUGH.replace("title:", "titel:"),
            ['1: Missing property "title".', "2: Property titel is not allowed."],
        ),
        (
            f"{ENOUGH}  key_points:\n  - ponit: x\n",
            ['8: Missing property "point".', "8: Property ponit is not allowed."],
        ),
        (
            f"{ENOUGH}  demo: {{runn: adam}}\n",
            ['7: Missing property "run".', "7: Property runn is not allowed."],
        ),
        (
            f"{ENOUGH}  demo:\n    code: |\n      x = 1\n    asks: [x]\n",
            ["10: Property asks is not allowed."],
        ),
        (ENOUGH.replace("id: a", "id: Two Words"), ["4: String does not match the pattern"]),
        (f"{ENOUGH}  tags: optimizer\n", ['7: Incorrect type. Expected "array".']),
        (f"{ENOUGH}  tags: []\n", ["7: Array has too few items."]),
        (ENOUGH.replace("q\n", "\n"), ["5: Incorrect type."]),
    ],
)
def test_what_is_wrong_is_underlined_where_it_stands(
    server: Server, folder: Path, seen: Counter[str], text: str, said: Sequence[str]
) -> None:
    found = server.open(deck(folder, HEAD + text))
    told = [
        f"{int(line) - 1}:{message}" for line, _, message in (one.partition(":") for one in found)
    ]
    for one in said:
        assert any(message.startswith(one) for message in told), told
    seen["mistakes underlined"] += len(said)


@pytest.mark.parametrize("file", sorted(CONTENT.glob("[0-9]*.yaml")), ids=lambda file: file.name)
def test_nothing_is_underlined_in_a_shipped_deck(
    server: Server, seen: Counter[str], file: Path
) -> None:
    assert server.open(file) == []
    seen["shipped decks without a complaint"] += 1


def test_the_template_of_a_new_card_finds_the_schema_from_anywhere(
    server: Server, tmp_path: Path
) -> None:
    given = {"question": "무엇?", "answer": "이것.\n"}
    file = deck(tmp_path, card_template("d", "덱", given, (CONTENT / "schema.json").as_uri()))
    # it is made on saving
    assert [one.partition(": ")[2] for one in server.open(file)] == ['Missing property "id".']
    line = next(
        i
        for i, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if "  question: " in text
    )
    assert "면접관이 묻는 질문" in server.at("hover", file, line, 4)["contents"]["value"]
