"""The study day, which turns at 04:00 local time.

An answer after midnight still belongs to the evening before.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

DAY = 86_400.0
"""Seconds."""
LAST_DAYS = 7
"""Study days right before the day of an interview that a plan may treat in a way of their own."""


def study_day(moment: datetime, turns_at: int = 4) -> date:
    """Return the study day of a moment in local time; the day begins at hour `turns_at`.

    >>> study_day(datetime(2026, 12, 1, 3, 59))
    datetime.date(2026, 11, 30)
    >>> study_day(datetime(2026, 12, 1, 4, 0))
    datetime.date(2026, 12, 1)
    """
    return (moment - timedelta(hours=turns_at)).date()
