"""Files of a home made to break who reads them: nearly JSON, nearly TOML, and damaged bytes.

What is nearly right gets further than noise: most of a file is what the program writes, and here
and there stands something of another type, depth, length or century.
"""

import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

from tests.hostile_texts import hostile_text

LONG = 20_000
HANGING = 120
"""Seconds after which a case hangs, however busy the machine is."""
ODD = [
    *["null", "true", "false", "0", "-1", "1", "2", "0.5", "-0.0", "1e18", "1e308", "1e400"],
    *["NaN", "Infinity", "-Infinity", "9" * 19, "9" * 20, "-" + "9" * 25, "9" * 5_000],
    *["9223372036854775807", "9223372036854775808", "1." + "0" * 5_000, "1e-400", "4102444800"],
    *["[]", "{}", "[[]]", '[""]', '{"": ""}', "[null]", '{"v":1}', '["a","a"]', "[1,2,3]"],
    *["[" * 60 + "]" * 60, "[" * 5_000 + "]" * 5_000, '{"a":' * 5_000 + "1" + "}" * 5_000],
    *['""', '" "', '"a"', '"d/a"', '"d/no"', r'"\u0000"', r'"\ud800"', r'"\u001b]52;c;QQ\u0007"'],
    *['"../../evil"', '"/etc/passwd"', '"~"', '"1"', '"nan"', '"inf"', '"가"'],
    *['"0001-01-01T00:00:00Z"', '"9999-12-31T23:59:59.999999Z"', '"2026-11-01T09:00:00"'],
    *['"1969-12-31T23:59:59Z"', '"2099-12-31T23:59:59+23:59"', '"2026-11-01T09:00:00-14:00"'],
    *['"0001-01-01"', '"9999-12-31"', '"2100-01-01"', '"2026-11-01"', '"2026-W01-1"', '"20261101"'],
    *['"0' + "f" * 27 + '"', '"0' + "0" * 27 + '"', '"1' + "0" * 27 + '"', '"-' + "0" * 27 + '"'],
    *[
        '"01a90000' + "0" * 20 + '"',
        '"0698e0ccdbff' + "f" * 16 + '"',
        '"0698e0ccdc00' + "0" * 16 + '"',
    ],
]
"""What stands in the place of a value of JSON."""
ODD_TOML = [
    *["nan", "inf", "-inf", "0x7fffffffffffffff", "1979-05-27T07:32:00Z", "1979-05-27", "07:32:00"],
    *["0.7", "0.97", "36500", "23", "9999", "[1e-9]", "[1439.9]", f"[{'1, ' * 2_000}1]"],
    *["'''\n'''", '"""', "[[]]", "{a = {}}", "[1, 'a']", "''", "1_000", "1__0", "{}", "+1"],
]
INSERTED = [b"\xef\xbb\xbf", b"\0", b"\0" * 4_096, b"\xff\xfe", b"\xff", b"\r\n", b"\r", b"\n"]


def near_json(rng: Random, data: Any, share: float) -> str:
    """Return JSON of data, in which a share of all that stands there is something else."""
    if rng.random() < share:
        if rng.random() < 0.2:
            return json.dumps(hostile_text(rng, LONG), ensure_ascii=rng.random() < 0.5)
        return rng.choice(ODD)
    match data:
        case dict():
            pairs = [
                f"{json.dumps(name)}:{near_json(rng, value, share)}"
                for name, value in data.items()
                if rng.random() >= share / 4
            ]
            if rng.random() < share:
                pairs.append(f"{json.dumps(rng.choice([*data, 'x']))}:{rng.choice(ODD)}")
            return f"{{{','.join(pairs)}}}"
        case list() | tuple():
            times = rng.choice((1, 1, 1, 1, 0, 200)) if rng.random() < share else 1
            return f"[{','.join(near_json(rng, value, share) for value in [*data] * times)}]"
        case _:
            return json.dumps(data)


def near_toml(rng: Random, table: dict[str, Any], share: float) -> str:
    """Return the lines of a table, in which a share of the values is something else."""
    lines = []
    for name, value in table.items():
        if rng.random() < share:
            said = rng.choice((rng.choice(ODD), rng.choice(ODD_TOML), near_json(rng, value, 0.5)))
        else:
            said = json.dumps(value)
        lines.append(f"{name if rng.random() >= share / 10 else hostile_text(rng, 200)} = {said}")
    rng.shuffle(lines)
    if rng.random() < share:
        lines.append(f"[decks.{rng.choice(('d', 'no', '가', hostile_text(rng, 100)))}]")
        lines.append(f"{rng.choice(('new_per_day', 'kinds', 'x'))} = {rng.choice(ODD)}")
    return "\n".join(lines) + "\n"


def damaged(rng: Random, data: bytes) -> bytes:
    """Return data with a few pieces cut out, put in, changed or said again."""
    found = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 10))):
        at = rng.randrange(len(found) + 1)
        match rng.randrange(6):
            case 0:
                del found[at:]
            case 1:
                del found[at : at + rng.choice((1, 50))]
            case 2:
                found[at:at] = rng.choice(INSERTED)
            case 3:
                found[at:at] = rng.randbytes(rng.choice((1, 8, 1_000)))
            case 4:
                found[at:at] = hostile_text(rng, LONG).encode(errors="replace")
            case _:
                found[at:at] = found[rng.randrange(len(found) + 1) :][: rng.choice((10, 500))]
    return rng.choice((b"", b"", b"", b"\xef\xbb\xbf")) + bytes(found)


def maybe_damaged(rng: Random, data: bytes, share: float = 0.3) -> bytes:
    return damaged(rng, data) if rng.random() < share else data


@contextmanager
def soon(seconds: float, case: object) -> Iterator[None]:
    """Fail where what is done takes more than so many seconds of computing, or does not end."""

    def give_up(*_: object) -> None:
        pytest.fail(f"{case} does not end")

    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, give_up)
        signal.alarm(HANGING)
    before = time.process_time()
    try:
        yield
    finally:
        if sys.platform != "win32":
            signal.alarm(0)
    assert time.process_time() - before < seconds, case
