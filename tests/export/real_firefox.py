"""The exported page in Firefox at a phone's size: `make browser`, where Firefox is installed.

Firefox is driven by WebDriver BiDi, which it speaks by itself.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websocket

from quizcards.cli import main as cli
from tests.export.anki_examples import ROOT

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
pytestmark = pytest.mark.skipif(not FIREFOX, reason="needs Firefox")
AXE = ROOT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PHONE = {"width": 390, "height": 844}


class Firefox:
    """A page in Firefox; what is downloaded goes to `downloads`."""

    def __init__(self, folder: Path) -> None:
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        profile = folder / "profile"
        profile.mkdir()
        wanted = {
            "browser.download.folderList": 2,
            "browser.download.dir": str(self.downloads),
            "browser.download.alwaysOpenPanel": False,
            # no network
            "network.proxy.type": 1,
            "network.proxy.http": "127.0.0.1",
            "network.proxy.http_port": 9,
            "network.proxy.ssl": "127.0.0.1",
            "network.proxy.ssl_port": 9,
        }
        (profile / "user.js").write_text(
            "".join(f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in wanted.items())
        )
        with (folder / "stderr").open("w") as stderr:
            self.process = subprocess.Popen(
                [str(FIREFOX), "--headless", "--no-remote", "--profile", str(profile),
                 "--remote-debugging-port", "0"],
                stderr=stderr,
            )  # fmt: skip
        self.count = 0
        self.complaints: list[str] = []

    def connect(self, stderr: Path) -> None:
        """Take hold of its window, as soon as it says where it listens."""
        deadline = time.monotonic() + 60
        while not (said := re.search(r"BiDi listening on (ws://\S+)", stderr.read_text())):
            assert time.monotonic() < deadline, "Firefox did not start"
            time.sleep(0.1)
        self.socket = websocket.create_connection(
            f"{said[1]}/session", timeout=60, suppress_origin=True
        )
        self.tell("session.new", capabilities={})
        self.tell("session.subscribe", events=["log.entryAdded"])
        self.context = self.tell("browsingContext.getTree")["contexts"][0]["context"]
        self.tell("browsingContext.setViewport", context=self.context, viewport=PHONE)

    def tell(self, method: str, **params: Any) -> Any:
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": params}))
        while True:
            said = json.loads(self.socket.recv())
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.complaints.append(said["params"]["text"])
            if said.get("id") == self.count:
                assert said["type"] == "success", said
                return said["result"]

    def show(self, page: Path) -> None:
        self.tell(
            "browsingContext.navigate", context=self.context, url=page.as_uri(), wait="complete"
        )

    def run(self, expression: str) -> Any:
        """Evaluate an expression; what it gives comes back through JSON."""
        result = self.tell(
            "script.evaluate",
            expression=f"(async () => JSON.stringify((await ({expression})) ?? null))()",
            target={"context": self.context},
            awaitPromise=True,
            userActivation=True,
        )
        assert result["type"] == "success", result
        return json.loads(result["result"]["value"])

    def press(self, selector: str) -> None:
        """Press a button that is to be seen."""
        assert self.run(f"document.querySelector({selector!r}).checkVisibility()"), selector
        self.run(f"document.querySelector({selector!r}).click()")


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    folder = tmp_path / "firefox"
    folder.mkdir()
    firefox = Firefox(folder)
    try:
        firefox.connect(folder / "stderr")
        yield firefox
        firefox.socket.close()
    finally:
        firefox.process.terminate()
        firefox.process.wait(30)


def test_five_cards_studied_in_firefox_are_in_the_log_once_after_two_imports(
    firefox: Firefox, learner: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    assert cli.run(["export", "optimization", "-o", str(page), "--schedule"]) == 0
    firefox.show(page)
    firefox.press(".begin")
    studied = []
    for grade in (3, 1, 4, 2, 3):
        shown = firefox.run(
            "[...document.querySelectorAll('article')]"
            ".filter((one) => one.checkVisibility()).map((one) => one.id)"
        )
        assert len(shown) == 1
        firefox.press(".reveal")
        assert firefox.run(OVERFLOW) == 0
        studied.append((shown[0].replace("--", "/"), grade))
        firefox.press(f".grades button:nth-child({grade})")
    firefox.show(page)  # what was answered is still there
    firefox.press(".tools .give")
    deadline = time.monotonic() + 20
    while not (files := [*firefox.downloads.glob("*.txt")]):
        assert time.monotonic() < deadline, "nothing was downloaded"
        time.sleep(0.1)
    for _ in range(2):
        assert cli.run(["import", str(files[0])]) == 0
    assert "이미 우리 기록에 있는 답 5개" in capsys.readouterr().err
    lines = [
        json.loads(line)
        for log in (learner / "log").glob("*.jsonl")
        for line in log.read_text().splitlines()
    ]
    assert [(one["card"], one["grade"]) for one in lines] == studied
    assert firefox.complaints == []


@pytest.mark.usefixtures("learner")
def test_axe_finds_nothing_wrong_in_firefox(firefox: Firefox, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert cli.run(["export", "optimization", "-o", str(page)]) == 0
    firefox.show(page)
    axe = AXE.read_text(encoding="utf-8")
    firefox.tell(
        "script.evaluate",
        expression=axe,
        target={"context": firefox.context},
        awaitPromise=False,
    )
    violations = (
        "axe.run().then(({ violations }) =>"
        " violations.map((one) => [one.id, one.nodes[0].html.slice(0, 200)]))"
    )
    firefox.run(
        "document.querySelectorAll('details').forEach((one) => (one.open = true))"
        " ?? new Promise(requestAnimationFrame).then(reachScrollers)"
    )
    assert firefox.run(OVERFLOW) == 0
    assert firefox.run(violations) == []
    firefox.press(".begin")
    firefox.press(".reveal")
    firefox.run("document.querySelectorAll('.current .opener').forEach((one) => one.click())")
    firefox.run("reachScrollers()")
    assert firefox.run(violations) == []
