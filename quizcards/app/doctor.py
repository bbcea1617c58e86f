"""Whether all is well: everything that quizcards relies on, looked at without changing it.

It is what one turns to when something is broken. So each look stands for itself, none opens the
store (which mends what it can), and whatever a look runs into is told as its finding.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.app import backups
from quizcards.app.notices import amount, from_the_future, some
from quizcards.characters import named
from quizcards.errors import QuizcardsError, cannot_read, reason
from quizcards.files import Appender, leftovers, sweep
from quizcards.home import files as kept
from quizcards.home.collected import read as collected
from quizcards.home.goal import read_goal
from quizcards.home.records import damaged as damaged_rows
from quizcards.home.settings import Settings
from quizcards.insight.health import TITLES, Finding, as_data, wrong
from quizcards.memory.day import DAY
from quizcards.memory.replay import live
from quizcards.store import log
from quizcards.store.examine import BadLine, Fault, Logs, examine_index, examine_logs, recovered
from quizcards.store.format import CLOCK
from quizcards.store.store import DEVICE, INDEX, cache_of, device_name, named_device
from quizcards.study.names import full_date, full_moment

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Library

__all__ = ["Doctor", "as_data", "mended", "wrong"]

LONG = 7 * DAY
"""After so many seconds, what was not sent or not backed up is no longer only today's."""
LEAST_SPACE = 100 * 10**6
"""Bytes below which answers may soon find no room."""


class Doctor:
    """Looks at one learner's machine: a method for each thing, named as its finding is."""

    def __init__(self, env: Environment) -> None:
        self.env = env

    def findings(self) -> list[Finding]:
        """Return how everything is, in the order of the page. Raises nothing."""
        return [self._finding(name) for name in TITLES]

    def _finding(self, name: str) -> Finding:
        look: Callable[[], Finding] = getattr(self, f"_{name}")
        try:
            return look()
        except QuizcardsError as error:
            return Finding(name, str(error), is_well=False)
        except OSError as error:
            return Finding(name, f"{_place(error)}볼 수 없습니다({reason(error)}).", is_well=False)
        except Exception as error:  # what breaks a look is what was looked for
            said = f"{type(error).__name__}: {error}"
            return Finding(name, f"살펴보다가 멈추었습니다({said}).", is_well=False)

    @cached_property
    def logs(self) -> Logs:
        return examine_logs(self.env.home / "log")

    @cached_property
    def library(self) -> Library:
        return self.env.library()

    @cached_property
    def cache(self) -> Path:
        """The folder for what this device can compute again."""
        return cache_of(self.env.home, self.env.cache)

    def _folder(self) -> Finding:
        home = self.env.home
        for folder in (home, home / "log", self.env.cache):
            there = _nearest(folder)
            if not there.is_dir():
                return Finding("folder", f"{there}: 폴더가 아닙니다. 치워 주세요.", is_well=False)
            if not os.access(there, os.R_OK | os.W_OK | os.X_OK):
                text = f"{there}: 읽고 쓸 수 없습니다. 권한을 고쳐 주세요."
                return Finding("folder", text, is_well=False)
        return Finding("folder", str(home) if home.exists() else f"{home} (첫 답과 함께 생깁니다)")

    def _log(self) -> Finding:
        logs = self.logs
        torn = [bad for bad in logs.bad if bad.fault == "torn"]
        ill, can_mend = _log_faults(logs)
        if ill:
            return Finding("log", " ".join(ill), is_well=False, is_mendable=can_mend)
        text = (
            f"{len(logs.events):,}줄, 파일 {len(logs.files)}개" if logs.files else "아직 없습니다."
        )
        if torn:
            text += f". 전원이 끊겨 쓰다 만 줄 {len(torn)}개는 건너뜁니다({_places(torn)})."
        return Finding("log", text)

    def _clock(self) -> Finding:
        now = self.env.now()
        low, high = CLOCK
        moment = full_moment(datetime.fromtimestamp(now))
        if not low <= now < high:
            text = f"지금이 {moment}이라고 합니다. 기기의 날짜를 맞춰 주세요."
            return Finding("clock", text, is_well=False)
        newest_first = sorted(self.logs.events.values(), key=lambda event: event.id, reverse=True)
        later = [
            event for event in live(newest_first) if event.kind == "review" and event.at > now + DAY
        ]
        if not later:
            return Finding("clock", moment)
        cards = list(dict.fromkeys(event.card for event in later))
        text = (
            f"지금은 {moment}입니다. 틀렸으면 기기의 시계를 맞춰 주세요. "
            f"{from_the_future(len(later), max(event.day for event in later))} "
            f"quizcards study에서 할 수 있습니다. 카드: {some(cards)}"
        )
        return Finding("clock", text, is_well=False)

    def _device(self) -> Finding:
        name = device_name(self.cache)
        if name:
            return Finding("device", name)
        if not os.path.lexists(self.cache / DEVICE):
            return Finding("device", "아직 이름이 없습니다. 첫 답과 함께 짓습니다.")
        text = "이 기기의 이름이 손상되었습니다. 새로 지으면 됩니다."
        return Finding("device", text, is_well=False, is_mendable=True)

    def _index(self) -> Finding:
        try:
            scheduler = self.env.settings.scheduler
            names = self.library.names
        except Exception:  # whatever it is, the finding on settings or decks tells it
            return Finding("index", "설정이나 덱을 읽을 수 없어 비교하지 못했습니다.", is_well=None)
        if self.logs.refused:
            return Finding("index", "읽을 수 없는 기록이 있어 비교하지 못했습니다.", is_well=None)
        logs = list(log.files(self.env.home / "log"))
        match examine_index(self.cache / INDEX, scheduler, names, logs):
            case "same":
                return Finding("index", "기록과 같습니다.")
            case "absent" | "stale":
                return Finding("index", "다음에 쓸 때 기록에서 만듭니다.")
            case "cut":
                text = (
                    "기록이 전에 읽은 것보다 짧습니다. 지운 적이 없다면 quizcards restore로 "
                    "백업에서 되살려 주세요."
                )
                return Finding("index", text, is_well=False)
            case "differs":
                text = "기록과 다릅니다. 기록에서 다시 만들면 됩니다."
            case "damaged":
                text = "손상되었습니다. 기록에서 다시 만들면 됩니다."
        return Finding("index", text, is_well=False, is_mendable=True)

    def _decks(self) -> Finding:
        library = self.library
        if library.problems:
            text = (
                f"고칠 곳이 {len(library.problems)}군데 있습니다. quizcards check로 모두 볼 수 "
                f"있습니다. 처음: {library.problems[0]}"
            )
            return Finding("decks", text, is_well=False)
        return Finding("decks", f"덱 {len(library.decks)}개, 카드 {len(library.cards)}장")

    def _settings(self) -> Finding:
        settings = self.env.settings
        try:
            decks = [deck.id for deck in self.library.decks]
            is_whole = not self.library.problems and not self.env.named_decks
        except Exception:  # the finding on decks tells it
            is_whole = False
        if is_whole and (stray := settings.stray(decks)):
            return Finding("settings", stray, is_well=False)
        has_file = self.env.settings_file.exists()
        return Finding("settings", "settings.toml대로" if has_file else "기본값")

    def _plan(self) -> Finding:
        goal = read_goal(self.env.home)
        return Finding("plan", f"{full_date(date.fromordinal(goal.by))}까지" if goal else "없음")

    def _records(self) -> Finding:
        home = self.env.home
        names = {path.relative_to(home).as_posix(): path for path in kept.files_of_rows(home)}
        bad = [
            f"{named(name)}:{line}" for name, path in names.items() for line in damaged_rows(path)
        ]
        if bad:
            text = f"손상된 줄이 {len(bad)}개 있어 건너뜁니다({some(bad)}). {_BROUGHT_BACK}"
            return Finding("records", text, is_well=False)
        counts = kept.counted(names, 0)
        counts["모은 질문"] = len(collected(home))
        return Finding("records", _listed(+counts) or "없음")

    def _sync(self) -> Finding:
        from quizcards.sync.state import sync_state

        state = sync_state(self.env.home, self.env.variables)
        if state is None:
            return Finding("sync", "쓰지 않습니다. 이 기기에만 있습니다.")
        if not state.remote:
            text = (
                "처음 맞추기를 마치지 못했습니다. quizcards sync 주소 로 다시 해 주세요. "
                "기록은 이 기기에 그대로 있습니다."
            )
            return Finding("sync", text, is_well=False)
        where = f"{state.remote}, 마지막 {full_moment(datetime.fromtimestamp(state.synced))}"
        if not state.unsent:
            return Finding("sync", f"{where}, 모두 보냈습니다.")
        unsent = f"{where}, 보내지 않은 것: {_listed(state.unsent)}"
        if self.env.now() - state.synced < LONG:
            return Finding("sync", unsent)
        text = f"{unsent}. 오래되었습니다. quizcards sync 로 보내 주세요."
        return Finding("sync", text, is_well=False)

    def _leftovers(self) -> Finding:
        left = [path for folder in self.swept() for path in leftovers(folder)]
        aside = list(filter(kept.is_beside, kept.names(self.env.home)))
        told = []
        if left:
            told.append(f"쓰다 만 파일이 {len(left)}개 있습니다. 지워도 됩니다.")
        if aside:
            told.append(
                f"다르게 고쳐 옆에 남긴 파일이 {len(aside)}개 있습니다({some(aside)}). 옮길 것을 "
                "옮긴 뒤 지워 주세요."
            )
        if told:
            can_mend = bool(left)
            return Finding("leftovers", " ".join(told), is_well=False, is_mendable=can_mend)
        return Finding("leftovers", "없음")

    def swept(self) -> list[Path]:
        """Return the folders in which a kill may leave the beginning of a file."""
        home = self.env.home
        decks = [folder for folder in self.env.own_decks.rglob("*") if folder.is_dir()]
        names = ("log", "interviews", "quizzes", "decks", "origins", backups.FOLDER)
        return [home, *(home / name for name in names), *decks, self.env.cache, self.cache]

    def _space(self) -> Finding:
        free = min(
            shutil.disk_usage(_nearest(folder)).free for folder in (self.env.home, self.env.cache)
        )
        if free < LEAST_SPACE:
            text = f"{amount(free)}밖에 남지 않았습니다. 답을 적을 자리를 비워 주세요."
            return Finding("space", text, is_well=False)
        return Finding("space", f"{amount(free)} 남음")

    def _backup(self) -> Finding:
        found = backups.files(self.env)
        newest = backups.examined(found[0]) if found else None
        if newest and not newest.is_sound:
            text = f"{newest.path.name}: 가장 새로운 백업이 손상되었습니다."
            return Finding("backup", text, is_well=False, is_mendable=True)
        told = f"마지막 {newest.moment} ({amount(newest.size)})" if newest else ""
        if not _most_backups(self.env):
            off = "저절로 만들지 않습니다(backups = 0). quizcards backup으로 만들 수 있습니다."
            return Finding("backup", f"{told}. {off}" if told else off)
        now = self.env.now()
        moments = [event.at for event in self.logs.events.values() if event.at <= now + DAY]
        since = newest.made.timestamp() if newest else min(moments, default=now)
        if max(moments, default=0.0) - since > (LONG if newest else DAY):
            text = f"{told}. 그 뒤의 답이 백업에 없습니다." if newest else "아직 없습니다."
            return Finding("backup", text, is_well=False, is_mendable=True)
        return Finding("backup", told or "공부를 마칠 때 하루에 한 번 만듭니다.")


def mended(env: Environment) -> list[str]:
    """Mend what can be mended without loss; return what was done, and what could not be.

    Raises nothing.
    """
    doctor = Doctor(env)
    menders = {
        "log": _mend_log,
        "device": _mend_device,
        "index": _mend_index,
        "leftovers": _mend_leftovers,
        "backup": _mend_backup,
    }
    told = []
    for finding in doctor.findings():
        if not finding.is_mendable:
            continue
        try:
            told.append(f"고침: {menders[finding.name](doctor)}")
        except Exception as error:  # the others are to be mended all the same
            said = reason(error) if isinstance(error, OSError) else str(error)
            told.append(f"고치지 못함: {finding.title}: {said or type(error).__name__}")
    return told


def _mend_log(doctor: Doctor) -> str:
    """Give logs that nothing takes along a plain name, and events that nothing reads a right id."""
    folder, left_out = doctor.env.home / "log", doctor.logs.left_out
    events = recovered(doctor.logs.bad)
    log.adopt(folder)
    own = folder / f"{named_device(doctor.cache)}.jsonl"
    with closing(Appender(own)) as file:
        for event in events:
            log.append(file, event, event.id)
    told = [f"빠져 있던 파일 {len(left_out)}개에 제 이름을 주었습니다"] if left_out else []
    told += [f"읽을 수 없던 줄 {len(events)}개를 다시 적었습니다"] if events else []
    return f"기록: {', '.join(told)}."


def _mend_device(doctor: Doctor) -> str:
    return f"기기: 이름을 새로 지었습니다({named_device(doctor.cache)})."


def _mend_index(doctor: Doctor) -> str:
    with doctor.env.store(doctor.library) as store:
        store.rebuild()
    return "색인: 기록에서 다시 만들었습니다."


def _mend_leftovers(doctor: Doctor) -> str:
    folders = doctor.swept()
    count = sum(len(leftovers(folder)) for folder in folders)
    for folder in folders:
        sweep(folder)
    return f"남은 것: 쓰다 만 파일 {count}개를 지웠습니다."


def _mend_backup(doctor: Doctor) -> str:
    made = backups.make(doctor.env, max(_most_backups(doctor.env), 1))
    return f"백업: 만들었습니다({made.name})."


def _most_backups(env: Environment) -> int:
    """Return how many backups are kept, also where the settings cannot be read."""
    try:
        return env.settings.backups
    except QuizcardsError:  # the finding on settings tells it
        return Settings.backups


def _log_faults(logs: Logs) -> tuple[list[str], bool]:
    """Return what is wrong with the logs, and whether any of it can be mended."""
    lost = [bad for bad in logs.bad if recovered([bad])]
    told = [str(cannot_read(error.filename, error)) for error in logs.refused]
    if logs.left_out:
        names = some([named(path.name) for path in logs.left_out])
        told.append(f"sync와 백업이 빼놓는 파일이 {len(logs.left_out)}개 있습니다({names}).")
    for fault, (what, todo) in _FAULTS.items():
        bad = [one for one in logs.bad if one.fault == fault and one not in lost]
        if bad:
            told.append(f"{what} {len(bad)}개 있습니다({_places(bad)}). {todo}".strip())
    if lost:
        told.append(
            f"번호가 잘못되어 어떤 버전도 읽지 못하는 줄이 {len(lost)}개 있습니다"
            f"({_places(lost)}). 바른 번호로 다시 적으면 됩니다."
        )
    return told, bool(logs.left_out or lost)


_BROUGHT_BACK = "백업이나 다른 기기에 그 줄이 있으면 quizcards restore나 sync가 되살립니다."
_FAULTS: dict[Fault, tuple[str, str]] = {
    "damaged": ("손상된 줄이", _BROUGHT_BACK),
    "later": ("더 새로운 quizcards가 적은 줄이", "quizcards를 올려 주세요."),
    "foreign": (
        "어떤 버전도 읽을 수 없는 줄이",
        "그 답은 셈하지 않습니다. 백업한 뒤 그 줄을 지워도 됩니다.",
    ),
}
"""What is said of lines that hold no event, and what to do about them."""


def _places(bad: Sequence[BadLine]) -> str:
    return some([f"{named(one.path.name)}:{one.line}" for one in bad])


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}개" for name, count in sorted(counts.items()))


def _place(error: OSError) -> str:
    return f"{error.filename}: " if error.filename else ""


def _nearest(path: Path) -> Path:
    """Return a path, or the folder above it that is there."""
    return next((each for each in (path, *path.parents) if os.path.lexists(each)), path)
