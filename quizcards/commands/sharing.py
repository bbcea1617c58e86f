"""Decks that come from elsewhere: `init`, `add`."""

from __future__ import annotations

from quizcards.commands.app import app, environment
from quizcards.errors import QuizcardsError


@app.command(help="딸려 온 덱을 내 폴더로 복사합니다. 그다음부터는 마음껏 고칠 수 있습니다.")
def init() -> None:
    place = environment()
    target = place.home / "decks"
    missing = [
        source
        for source in sorted(place.shipped_decks.iterdir())
        if source.is_file() and not (target / source.name).exists()
    ]
    try:
        target.mkdir(parents=True, exist_ok=True)
        for source in missing:
            (target / source.name).write_bytes(source.read_bytes())
    except OSError as error:
        raise QuizcardsError(f"{target}에 쓸 수 없습니다({error.strerror}).") from error
    print(
        f"{target}에 {len(missing)}개 파일을 복사했습니다."
        if missing
        else f"{target}에 이미 모두 있습니다. 아무것도 바꾸지 않았습니다."
    )
