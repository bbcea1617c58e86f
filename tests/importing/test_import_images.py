"""Pictures of notes come along beside the deck, and mathematics stays mathematics.

Packages come from strangers: nothing is written outside the folder, nor without end.
"""

import base64
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from quizcards.cli import main as cli
from quizcards.images import kind
from quizcards.importing import images as importing_images
from quizcards.importing.images import Images
from tests.importing.import_examples import FORMS, Import, Imported, Note, compressed, package

PNG = b"\x89PNG\r\n\x1a\n" + b"dots"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'


def with_media(path: Path, media: dict[str, bytes], form: str = FORMS[0]) -> None:
    """Put files into a package whose list names them."""
    with zipfile.ZipFile(path, "a") as archive:
        for i, data in enumerate(media.values()):
            archive.writestr(str(i), compressed(data) if form == FORMS[2] else data)


def media(done: Imported) -> dict[str, bytes]:
    folder = done.home / "decks" / "media"
    return {file.name: file.read_bytes() for file in folder.glob("*")} if folder.exists() else {}


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_comes_along_and_every_way_out_shows_it_again(
    tmp_path: Path, run_import: Import, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"뇌 (1).PNG": PNG, "b.svg": SVG, "c.mp3": b"ID3"}
    notes = [
        Note(('이것은?<br><img src="뇌 (1).PNG">', 'brain <img src="b.svg">[sound:c.mp3]')),
        Note(("{{c1::<img src='b.svg'>}} is {{c2::b}}", ""), kind="Cloze"),
    ]
    kinds = {"Basic": ("Front", "Back"), "Cloze": ("Text", "Back Extra")}
    file = package(tmp_path / "d.apkg", notes, form=form, media=list(files), kinds=kinds)
    with_media(file, files, form)
    done = run_import(file)
    assert done.code == 0, done.err
    assert [card["question"] for card in done.cards] == [
        "이것은?\n![](media/뇌-1.png)\n",
        "빈칸을 채워 주세요: […] is […]",
    ]
    cards = done.cards
    assert [card["answer"] for card in cards] == [
        "brain ![](media/b.svg)\n",
        "![](media/b.svg) is {{b}}\n",
    ]
    assert media(done) == {"뇌-1.png": PNG, "b.svg": SVG}
    assert "그림과 소리는 두고 왔습니다: c.mp3" in done.err
    assert "그 밖에" not in done.err
    assert cli.run(["check"]) == 0
    capsys.readouterr()
    cli.run(["show", done.cards[0]["id"]])
    assert "(그림: 뇌-1.png)" in capsys.readouterr().out

    cli.run(["export", "d", "--to", "html"])
    page = capsys.readouterr().out
    assert f"data:image/png;base64,{base64.b64encode(PNG).decode()}" in page
    assert f"data:image/svg+xml;base64,{base64.b64encode(SVG).decode()}" in page
    assert cli.run(["export", "d", "-o", str(tmp_path / "d.md")]) == 0
    sheet = (tmp_path / "d.md").read_text(encoding="utf-8")
    assert (tmp_path / "d-그림" / "d-b.svg").read_bytes() == SVG
    assert "](d-%EA%B7%B8%EB%A6%BC/d-b.svg)" in sheet
    assert cli.run(["export", "d", "-o", str(tmp_path / "again.apkg")]) == 0
    with zipfile.ZipFile(tmp_path / "again.apkg") as archive:
        names = {name: archive.read(i) for i, name in json.loads(archive.read("media")).items()}
    assert names == {"quizcards-d-뇌-1.png": PNG, "quizcards-d-b.svg": SVG}
    again = run_import("again.apkg")
    assert "2개 가운데 2개는 이미 있는 카드였습니다." in again.err
    assert "고친 곳" not in again.err
    copy = run_import("again.apkg", "--to", "copy")
    assert copy.decks["copy"]["cards"] == cards
    assert media(copy) == media(done)


def test_a_picture_of_a_name_that_is_taken_gets_another(tmp_path: Path, run_import: Import) -> None:
    for deck, data in (("one", PNG), ("two", PNG + b"other"), ("three", PNG)):
        note = Note((f"{deck}?", '<img src="a.png">'), deck=deck)
        with_media(package(tmp_path / f"{deck}.apkg", [note], media=["a.png"]), {"a.png": data})
        done = run_import(f"{deck}.apkg")
    answers = [deck["cards"][0]["answer"] for _, deck in sorted(done.decks.items())]
    assert answers[0] == answers[1] == "![](media/a.png)\n"  # one, three
    renamed = re.fullmatch(r"!\[\]\(media/(a-[0-9a-f]{8}\.png)\)\n", answers[2])
    assert renamed
    assert media(done) == {"a.png": PNG, renamed[1]: PNG + b"other"}


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("a.png", b"<html><script>"),
        ("a.html", b"<html>"),
        ("gone.png", None),
        ("https://example.com/a.png", None),
        ("data:image/png;base64,####", None),
        ("data:text/html;base64,PHN2Zz4=", None),
    ],
)
def test_what_is_no_picture_stays_behind_and_is_named(
    tmp_path: Path, run_import: Import, source: str, data: bytes | None
) -> None:
    files = {} if data is None else {source: data}
    note = Note(("Q?", f'A <img src="{source}">'))
    with_media(package(tmp_path / "d.apkg", [note], media=[*files]), files)
    done = run_import("d.apkg")
    assert done.cards[0]["answer"] == "A\n"
    assert "그림과 소리는 두고 왔습니다" in done.err
    assert media(done) == {}


@pytest.mark.parametrize(
    "name",
    ["../../evil.png", "/etc/evil.png", "..\\evil.png", ".evil.png", f"{'x' * 500}.png"],
)
def test_no_name_of_a_picture_leads_out_of_the_folder(
    tmp_path: Path, run_import: Import, name: str
) -> None:
    note = Note(("Q?", f'A <img src="{name}">'))
    with_media(package(tmp_path / "d.apkg", [note], media=[name]), {name: PNG})
    done = run_import("d.apkg")
    assert done.code == 0
    assert "\x1b" not in done.err
    for written in media(done):
        assert re.fullmatch(r"[\w-]{1,70}\.png", written)
    everywhere = {path.parent for path in tmp_path.rglob("*.png")}
    assert everywhere <= {done.home / "decks" / "media"}


def test_a_picture_that_is_too_large_or_one_too_much_stays_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing_images, "MOST_BYTES", 20)
    monkeypatch.setattr(importing_images, "MOST_TOGETHER", 30)
    images = Images(
        {"a.png": PNG, "b.png": PNG + bytes(20), "c.png": PNG, "d.png": PNG}.__getitem__
    )
    assert [images.take(name) for name in ("a.png", "b.png", "c.png", "d.png")] == [
        "a.png",
        "",
        "c.png",
        "",
    ]
    assert images.take("a.png") == "a.png"


@pytest.mark.slow
def test_a_bomb_among_the_media_is_stopped_while_it_is_unpacked(
    tmp_path: Path, run_import: Import
) -> None:
    for form in (FORMS[0], FORMS[2]):
        bomb = PNG + bytes(200_000_000)
        note = Note(("Q?", 'A <img src="a.png">'))
        file = package(tmp_path / "d.apkg", [note], form=form, media=["a.png"])
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("0", compressed(bomb) if form == FORMS[2] else bomb)
        done = run_import("d.apkg", "--to", f"d-{form[-1]}")
        assert "그림과 소리는 두고 왔습니다: a.png" in done.err
    assert media(done) == {}


def test_a_link_in_the_folder_that_leads_elsewhere_is_not_followed(
    tmp_path: Path, run_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    with_media(
        package(tmp_path / "d.apkg", [Note(("Q?", '<img src="a.png">'))], media=["a.png"]),
        {"a.png": PNG},
    )
    picture = run_import("d.apkg").home / "decks" / "media" / "a.png"
    picture.unlink()
    picture.symlink_to(tmp_path / "secret.png")
    capsys.readouterr()
    assert cli.run(["check"]) == 1
    assert "media/a.png: 그림이 없거나" in capsys.readouterr().out
    cli.run(["export", "d", "--to", "html"])
    assert base64.b64encode(PNG).decode() not in capsys.readouterr().out


MATH = r"""정의: \(\forall f \in X\)
<br>\[\int_0^1 x\,dx\] <anki-mathjax>\frac{{a}}{b}</anki-mathjax>
[$]x[/$] [$$]y[/$$] [latex]$z$[/latex] n\(i\)th, $5, $6"""


def test_latex_of_a_note_is_mathematics_wherever_it_goes(
    tmp_path: Path, run_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    done = run_import(package(tmp_path / "d.apkg", [Note((r"\(x_1\)은?", MATH))]))
    (card,) = done.cards
    assert card["question"] == "$x_1$은?"
    assert card["answer"] == (
        "정의: $\\forall f \\in X$\n$$\\int_0^1 x\\,dx$$ $\\frac{ {a}}{b}$ $x$ $$y$$ $z$ "
        "n $i$ th, $5, $6\n"
    )
    capsys.readouterr()
    cli.run(["show", card["id"]])
    shown = capsys.readouterr().out
    assert "x₁은?" in shown
    assert "$x" not in shown
    cli.run(["export", "d", "--to", "markdown"])
    assert r"$`\int_0^1 x\,dx`$" in capsys.readouterr().out
    cli.run(["export", "d", "--to", "html"])
    assert capsys.readouterr().out.count("<math") >= 4
    cli.run(["export", "d", "-o", str(tmp_path / "again.apkg")])
    again = run_import("again.apkg", "--to", "copy")
    assert again.decks["copy"]["cards"] == [card]


def test_latex_that_would_do_more_than_set_a_formula_is_text_in_anki(
    tmp_path: Path, run_import: Import
) -> None:
    note = Note(("Q?", r"\(\href{javascript:alert(1)}{x}\) \(\require{x}\) \(a\)"))
    run_import(package(tmp_path / "d.apkg", [note]))
    cli.run(["export", "d", "-o", str(tmp_path / "again.apkg")])
    with zipfile.ZipFile(tmp_path / "again.apkg") as archive:
        data = archive.read("collection.anki2")
    assert data.count(rb"\(") == 1
    assert zipfile.ZipFile(io.BytesIO((tmp_path / "again.apkg").read_bytes())).testzip() is None


def test_what_an_svg_may_begin_with_takes_no_time() -> None:
    assert kind(b"<!-- a --> <!DOCTYPE svg>\n<svg>") == "svg+xml"
    assert kind(b"<!-- a -->" * 400) == ""
    assert kind(b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>') == ""


def test_a_picture_beside_hashcards_markdown_comes_along_and_no_other(
    tmp_path: Path, run_import: Import
) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a b.png").write_bytes(PNG)
    (tmp_path.parent / "secret.png").write_bytes(PNG)
    text = "Q: ![그림](img/a b.png) 무엇?\nA: ![다른 것](../secret.png) 뇌 ![](http://x/y.png)\n"
    done = run_import("cards.md", text=text)
    assert done.cards[0]["question"] == "![](media/a-b.png) 무엇?"
    assert done.cards[0]["answer"] == "다른 것 뇌\n"
    assert media(done) == {"a-b.png": PNG}
    assert "그림은 두고 왔습니다: ../secret.png" in done.err
