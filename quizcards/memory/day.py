"""The study day: it turns at 04:00 local time, so an answer after midnight still belongs to the
evening before.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta


def study_day(moment: datetime, turns_at: int = 4) -> date:
    """Return the study day of a moment in local time; the day begins at hour `turns_at`."""
    return (moment - timedelta(hours=turns_at)).date()
