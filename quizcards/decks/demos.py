"""Reads the demos that cards name or contain.

Is there such a demo, has it such parameters and values, may its code run?
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from quizcards.decks.nodes import Node, shown
from quizcards.decks.values import FileReader, Written, entry
from quizcards.model import Code, DemoCall, Outline, Place, WrittenAsk, WrittenMistake
from quizcards.trace.script import names_in, script
from quizcards.trace.vet import Refusal, vet

Outlines = Callable[[str], Outline | None]
"""Demo name -> the names in it, or None if there is no such demo."""


class DemoReader:
    """Makes demo calls of what a card says, and reports what they name and is not there.

    Code written there is headed by the card's question.
    """

    def __init__(
        self, reader: FileReader, question: str, outlines: Outlines, names: Sequence[str]
    ) -> None:
        self.reader = reader
        self.title = " ".join(question.split())
        self.outlines = outlines
        self.names = names

    def call(self, written: Written, key: str, own: DemoCall | None = None) -> DemoCall | None:
        """Return what to run: the code written there, the demo named there, or else `own`.

        Code goes by its card's `key`.
        """
        if written.has("code"):
            target = self.code(written, key)
        elif written.has("run"):
            target = self.named(written)
        else:
            target = own
        if target is None:
            return None
        outline = self.outline(target)
        self.check_names(
            [name for name, _ in entry(written.node, "with").entries], target, outline.parameters
        )
        self.check_names(entry(written.node, "show").items, target, outline.names, "값이")
        given = {name.strip(): value for name, value in written.values.get("with", {}).items()}
        params = {name: value for name, value in given.items() if name in outline.parameters}
        show = tuple(name for name in written.values.get("show", ()) if name in outline.names)
        return replace(target, params=params, show=show, place=self.place(written.node))

    def lines(self, node: Node, call: DemoCall | None) -> tuple[str, ...]:
        """Return the values of a demo whose lines are to be asked for; report what is none."""
        if call is None:
            return ()
        known = self.outline(call).values
        self.check_names(node.items, call, known, "값이")
        return tuple(name for item in node.items if (name := item.text.strip()) in known)

    def outline(self, call: DemoCall) -> Outline:
        found = script(call.code.text).outline if call.code else self.outlines(call.run)
        assert found is not None, "a call was made of a demo that is there"
        return found

    def named(self, written: Written) -> DemoCall | None:
        name = written.values["run"]
        if self.outlines(name) is not None:
            return DemoCall(name)
        self.report(
            entry(written.node, "run"),
            f"'{shown(name)}' 데모는 없습니다.{self.reader.hint(name, self.names)}",
        )
        return None

    def code(self, written: Written, key: str) -> DemoCall | None:
        """Vet the code, and the formulas of its mistakes in place of the code's own."""
        node = written.node if written.node.kind == "scalar" else entry(written.node, "code")
        code: str = written.values["code"]
        refusals = vet(code)
        if refusals:
            for refusal in refusals:
                self.refuse(node, refusal)
            return None
        call = DemoCall(key)
        outline = script(code).outline
        asked = entry(written.node, "ask")
        picture = entry(written.node, "picture").items
        for nodes in ([*asked.items, *(key for key, _ in asked.entries)], picture):
            self.check_names(nodes, call, outline.values, "값이")
        mistakes: list[WrittenMistake] = []
        for mistake in written.values.get("mistakes", ()):
            if mistake.has("name", "formula", "feedback") and self.may_run(mistake, call, code):
                known = mistake.values
                formula = _joined(known["formula"])
                mistakes.append(WrittenMistake(known["name"], formula, known["feedback"]))
        ask = written.values.get("ask", ())
        called = ask if isinstance(ask, dict) else dict.fromkeys(ask, "")
        asks = [WrittenAsk(name, word) for name, word in called.items() if name in outline.values]
        draws = [name for name in written.values.get("picture", ()) if name in outline.values]
        made = Code(code, tuple(asks), tuple(mistakes), tuple(draws), self.title)
        return replace(call, code=made)

    def may_run(self, mistake: Written, call: DemoCall, code: str) -> bool:
        """Say whether a mistake is of a value of the code and may run; report why not."""
        values = script(code).outline.values
        name = mistake.values["name"]
        if name not in values:
            self.check_names([entry(mistake.node, "name")], call, values, "값이")
            return False
        refusals = vet(f"{name} = {_joined(mistake.values['formula'])}", names_in(code))
        for refusal in refusals[:1]:
            self.report(entry(mistake.node, "formula"), refusal.sentence)
        return not refusals

    def check_names(
        self, nodes: Iterable[Node], call: DemoCall, known: Sequence[str], kind: str = "매개변수가"
    ) -> None:
        for node in nodes:
            if node.text.strip() not in known:
                name = shown(node.text)
                hint = (
                    self.reader.hint(name, known) or f" 쓸 수 있는 것: {', '.join(known) or '없음'}"
                )
                self.report(node, f"{call.run}에 '{name}' {kind} 없습니다.{hint}")

    def refuse(self, block: Node, refusal: Refusal) -> None:
        """Report a refusal at its own line of the file.

        The block's first line is the one after its '|', and all are indented alike.
        """
        line = block.line + refusal.line
        source = self.reader.lines[line - 1] if line <= len(self.reader.lines) else ""
        is_within = refusal.line <= block.text.count("\n")
        text = block.text.split("\n")[refusal.line - 1] if is_within else ""
        column = len(source) - len(text) + refusal.column
        self.reader.report(line, column, f"demo: {refusal.sentence}")

    def report(self, at: Node, message: str) -> None:
        self.reader.report(at.line, at.column, f"demo: {message}")

    def place(self, node: Node) -> Place:
        return Place(self.reader.path, node.line, node.column)


def _joined(formula: str) -> str:
    """Return a formula on one line, as it is vetted and run."""
    return " ".join(formula.split())
