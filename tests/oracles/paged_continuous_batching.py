"""Block tables that are filled token by token."""

from typing import Any

AGAINST = "a simulation"


def expected(_torch: Any, p: Any) -> Any:
    tables = []
    for length in p["n"]:
        table: list[int] = []
        for _ in range(int(length)):
            if not table or table[-1] == p["B"]:
                table.append(0)
            table[-1] += 1
        tables.append(table)
    free = sum(p["B"] - filled for table in tables for filled in table)
    held = sum(p["B"] for table in tables for _ in table)
    idle = sum(p["m"] - sum(table) for table in tables)
    return {
        "k": [len(table) for table in tables],
        "P": held,
        "w_P": free / held,
        "w_R": idle / (len(tables) * p["m"]),
    }
