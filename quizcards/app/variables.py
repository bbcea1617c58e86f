"""The environment variables that the program listens to, and what each says."""

VARIABLES = {
    "QUIZCARDS_HOME": "기록, 설정, 계획, 내 덱이 있는 폴더.",
    "QUIZCARDS_DECKS": "읽을 덱 파일이나 폴더. --decks를 쓰면 그쪽을 읽습니다.",
    "QUIZCARDS_NOW": "지금으로 볼 시각: 2026-12-01T09:00.",
    "QUIZCARDS_THEME": "터미널의 바탕: dark, light, none(색 없이).",
    "VISUAL": "카드를 고칠 때 여는 편집기.",
    "EDITOR": "VISUAL이 없을 때 여는 편집기.",
    "NO_COLOR": "값이 있으면 색을 쓰지 않습니다.",
}
