"""`quizcards demo`: fresh inputs, runs side by side, one line at a time, and what is written
elsewhere.
"""

import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from rich.cells import cell_len

from quizcards import demos
from quizcards.terminal import listings
from tests.cli.conftest import Result
from tests.shipped import shipped


def data(result: Any) -> Any:
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)


def test_several_values_of_one_parameter_are_runs_side_by_side(run: Callable[..., Result]) -> None:
    out = run("demo", "gradient-descent", "-p", "lr=0.01,0.1,1", "-p", "steps=2").out
    lines = out.splitlines()
    head = next(line for line in lines if "α = 0.01" in line)
    row = next(line for line in lines if line.startswith("  w "))
    assert head.split() == ["α", "=", "0.01", "α", "=", "0.1", "α", "=", "1"]
    # by hand: w - 3 shrinks by 1 - 2·lr a step, from -1, twice: 3 - 0.98², 3 - 0.8², 3 - 1
    assert row.split()[-3:] == ["2.04", "2.36", "2"]
    assert " w = 2, steps = 2, target = 3" in lines
    assert all(cell_len(line) <= 80 for line in lines)


def test_vectors_are_laid_side_by_side_by_naming_them_twice(run: Callable[..., Result]) -> None:
    runs = data(run("demo", "norms", "-p", "v=1,2", "-p", "v=3,4,5", "--json"))
    assert [run["inputs"]["v"] for run in runs] == [[1, 2], [3, 4, 5]]


def test_words_are_laid_side_by_side_too(run: Callable[..., Result]) -> None:
    lines = run("demo", "two-layer-network", "-p", "activation=relu,identity").out.splitlines()
    # Goodfellow et al. 2016, section 6.1: the network solves XOR; without the fold it is 2 − x₁ −
    # x₂
    assert next(line for line in lines if line.startswith("  ŷ")).endswith(
        "[0 1 1 0]                [2 1 1 0]"
    )
    assert (
        next(line for line in lines if line.startswith("  A₁")).split()[1] != "="
    )  # two rules for one value: none is shown


def test_the_same_value_twice_is_one_run(run: Callable[..., Result]) -> None:
    once = run("demo", "relu", "-p", "w=1")
    assert once.code == 0
    assert (
        run("demo", "relu", "-p", "w=1,1") == run("demo", "relu", "-p", "w=1", "-p", "w=1") == once
    )


def test_a_slope_that_is_infinite_is_no_warning(run: Callable[..., Result]) -> None:
    for arguments in (("adam", "-p", "g=0"), ("adamw", "-p", "g=0,0")):
        assert run("demo", *arguments)[::2] == (0, "")


def test_a_seed_draws_the_same_inputs_as_a_question_and_what_is_given_stays(
    run: Callable[..., Result],
) -> None:
    drawn = demos.load("adam").draw(np.random.default_rng(7))
    first, again = (
        data(run("demo", "adam", "--seed", "7", "-p", "lr=0.5", "--json")) for _ in range(2)
    )
    assert first == again
    assert first["inputs"]["g"] == drawn["g"]
    assert first["inputs"]["lr"] == 0.5
    assert data(run("demo", "adam", "--seed", "8", "--json"))["inputs"] != first["inputs"]


def test_json_is_one_run_or_a_list_of_runs(run: Callable[..., Result]) -> None:
    assert data(run("demo", "adam", "--to", "json"))["demo"] == "adam"
    assert [
        one["inputs"]["t"] for one in data(run("demo", "adam", "-p", "t=1,2", "--to", "json"))
    ] == [1, 2]


def test_markdown_has_every_run_under_its_label(run: Callable[..., Result]) -> None:
    out = run("demo", "adam", "-p", "t=1,2", "--to", "markdown").out
    assert [line for line in out.splitlines() if line.startswith("#")][1:] == [
        "## t = 1",
        "## t = 2",
    ]
    assert out.count(r"| $`\hat m`$ | $`\frac{m}{1 - \beta_1^t}`$ |") == 2


def test_svg_is_one_document_with_the_picture_and_the_graph_of_each_run(
    run: Callable[..., Result],
) -> None:
    root = ElementTree.fromstring(
        run("demo", "computation-graph", "-p", "a=1,2", "--to", "svg").out
    )
    inside = [part for part in root if part.tag.endswith("svg")]
    assert len(inside) == 4
    tops = [float(part.attrib["y"]) for part in inside]
    heights = [float(part.attrib["height"]) for part in inside]
    bottoms = [top + height for top, height in zip(tops, heights, strict=True)]
    assert tops[1:] == bottoms[:-1]  # each below the one before
    assert float(root.attrib["height"]) == bottoms[-1]


def test_in_svg_too_the_picture_of_each_run_says_which_run_it_is(
    run: Callable[..., Result],
) -> None:
    def titles(*params: Any) -> Any:
        root = ElementTree.fromstring(run("demo", "computation-graph", *params, "--to", "svg").out)
        return [part.text for part in root.iter() if part.tag.endswith("title")][::2]

    (title,) = titles()
    assert titles("-p", "a=1,2") == [f"a = 1: {title}", f"a = 2: {title}"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "pdf"], "markdown, svg, json"),
        (["-p", "lr=1,2", "-p", "t=1,2"], "lr, t"),
        (["-p", "lr=" + ",".join("1234567")], "6개까지"),
        (["-p", "lr=1,"], "lr=:"),
        (["--seed", "-1"], "--seed"),
        (["--to", ""], "markdown, svg, json"),
        (["--step", "--to", "svg"], "--step"),
        (["--step", "-p", "t=1,2"], "--step"),
        (["-p", "lr=\x1b[31m"], "-p: 화면에 쓸 수 없는 글자가"),
    ],
)
def test_what_cannot_be_run_is_said_in_one_line(
    run: Callable[..., Result], arguments: Any, said: str
) -> None:
    code, out, err = run("demo", "adam", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_without_single_keys_a_demo_is_walked_line_by_line_on_enter(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n\nq\n"))
    out = run("demo", "computation-graph", "--step").out
    assert [line.strip() for line in out.splitlines() if line.startswith("   = ")] == [
        "= ?",
        "= 6",
        "= ?",
    ]


def test_the_list_of_demos_is_by_deck_with_a_line_for_each_in_a_pipe_and_fits_a_screen(
    run: Callable[..., Result],
) -> None:
    told = run("demo", "--list").out.splitlines()
    listed = [line.split()[0] for line in told if line.startswith("   ")]
    assert sorted(listed) == demos.names()
    heads = [line.strip() for line in told if line.strip() and not line.startswith("   ")]
    assert heads == [deck.title for deck in shipped().decks]
    assert listed.index("adam") > listed.index("dropout") > listed.index("sigmoid")
    groups = [("덱", [(name, demos.load(name).title) for name in demos.names()])]
    lines = listings.demos(groups, 60)
    assert all(line.cell_len <= 60 for line in lines)
    names = [line.plain.split()[0] for line in lines[1:] if not line.plain.startswith(" " * 4)]
    assert names == demos.names()
