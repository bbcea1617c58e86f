"""Rules that each of many cases, every demo or every card, is held to in one test.

A test costs pytest some milliseconds of its own, and a worker too: a rule and a case each would
make ten thousand of them.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

Case = TypeVar("Case")


class Contract(Generic[Case]):
    """The rules of a kind of case.

    CONTRACT = Contract[str]()

    @CONTRACT.rule
    def its_title_is_short(name: str) -> None: ...

    @pytest.mark.parametrize("name", demos.names())
    def test_every_demo_keeps_its_contract(name: str) -> None:
        CONTRACT.hold(name)
    """

    def __init__(self) -> None:
        self.rules: list[Callable[[Case], None]] = []

    def rule(self, rule: Callable[[Case], None]) -> Callable[[Case], None]:
        """Hold every case to a function, which is named after what it asserts."""
        self.rules.append(rule)
        return rule

    def hold(self, case: Case) -> None:
        """Hold a case to all rules; the first that is broken is named."""
        assert self.rules
        for rule in self.rules:
            try:
                rule(case)
            except BaseException as error:
                error.add_note(f"rule: {rule.__name__}")
                raise
