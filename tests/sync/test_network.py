"""Remotes over the network: one clear Korean sentence, never a question that hangs."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from quizcards.errors import QuizcardsError
from tests.sync.sync_support import Machine


class Guarded(BaseHTTPRequestHandler):
    """A server that lets nobody in."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="git"')
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def guarded() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Guarded) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/cards.git"
        server.shutdown()
        thread.join()


def test_a_server_that_asks_for_a_password_gets_no_answer_and_the_learner_one(
    machine: Callable[[str], Machine], guarded: str
) -> None:
    with pytest.raises(QuizcardsError, match="로그인하지 못했습니다"):
        machine("a").sync(guarded)


def test_a_server_out_of_reach_leaves_all_as_it_was(machine: Callable[[str], Machine]) -> None:
    a = machine("a")
    a.write("log/a-0001.jsonl", '{"id":1}\n')
    with pytest.raises(QuizcardsError, match="네트워크를 확인"):
        a.sync("http://127.0.0.1:1/cards.git")
    assert a.read("log/a-0001.jsonl") == '{"id":1}\n'
    assert a.sync(str(a.hub)).sent == {"기록": 1}


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (
            "me@host: Permission denied (publickey).\n"
            "fatal: Could not read from remote repository.",
            "SSH",
        ),
        ("Host key verification failed.\nfatal: Could not read from remote repository.", "SSH"),
        ("ssh: Could not resolve hostname no.where: Name or service not known", "네트워크"),
        (
            "fatal: detected dubious ownership in repository at '/hub.git'\n"
            "fatal: Could not read from remote.",
            "safe.directory",
        ),
        (
            "ERROR: Repository not found.\nfatal: Could not read from remote repository.",
            "주소를 확인",
        ),
    ],
)
def test_what_ssh_says_is_explained(
    machine: Callable[[str], Machine],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    said: str,
    advice: str,
) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text(f"#!/bin/sh\ncat >&2 <<'.'\n{said}\n.\nexit 255\n")
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(ssh))
    with pytest.raises(QuizcardsError, match=advice) as error:
        machine("a").sync("git@no.where:me/cards.git")
    assert "\n" not in str(error.value)


def test_what_a_server_says_is_shown_without_its_control_characters(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text("#!/bin/sh\nprintf 'fatal: \\033]0;evil\\007\\n' >&2\nexit 255\n")
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(ssh))
    with pytest.raises(QuizcardsError) as error:
        machine("a").sync("git@no.where:me/cards.git")
    assert str(error.value).isprintable()


def test_a_server_that_never_stops_complaining_is_quoted_in_short(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    said.write_bytes(b"fatal: " + b"x" * 100_000)
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    monkeypatch.setenv("GIT_SSH_COMMAND", f"cat '{said}' >&2; exit 255; :")
    with pytest.raises(QuizcardsError) as error:
        machine("a").sync("git@no.where:me/cards.git")
    assert len(str(error.value)) < 1_000


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a host that lets everybody in and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


@pytest.mark.parametrize("address", ["git://127.0.0.1:{}/x", "ssh://127.0.0.1:{}/x", "fd::17/x"])
def test_a_host_that_says_nothing_is_given_up_with_a_sentence(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch, silent: int, address: str
) -> None:
    monkeypatch.setattr("quizcards.sync.git.SILENCE", 0.5)
    monkeypatch.setattr("quizcards.sync.git._SSH", "sh -c 'sleep 3'")
    a = machine("a")
    a.write("log/a-0001.jsonl", '{"id":1}\n')
    start = time.monotonic()
    with pytest.raises(QuizcardsError, match=r"아무 말이 없어|다룰 수 없는 주소|저장소가 없습니다"):
        a.sync(address.format(silent))
    assert time.monotonic() - start < 10
    assert a.sync(str(a.hub)).sent == {"기록": 1}


@pytest.mark.parametrize("own", ["GIT_SSH_COMMAND", "core.sshCommand", ""])
def test_the_learners_own_ssh_is_used_and_the_systems_ends_where_nobody_answers(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own: str
) -> None:
    called = tmp_path / "called"
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("ssh", "mine"):
        (folder / name).write_text(f'#!/bin/sh\necho {name} "$@" >> {called}\nexit 255\n')
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    if own == "GIT_SSH_COMMAND":
        monkeypatch.setenv(own, "mine")
    elif own:
        config = ["git", "config", "--global", own, "mine"]
        subprocess.run(config, check=True)
    with pytest.raises(QuizcardsError):
        machine("a").sync("git@no.where:me/cards.git")
    words = called.read_text().split()
    assert words[0] == ("mine" if own else "ssh")
    assert ("ConnectTimeout=20" in words) == (not own)
