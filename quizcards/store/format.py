"""What a log may hold."""

from __future__ import annotations

from typing import Final, get_args

from quizcards.model import EventKind

FORMAT: Final = 1
KINDS: frozenset[EventKind] = frozenset(get_args(EventKind))
CLOCK = (0.0, 4_102_444_800.0)
"""The moments that an event may have: from 1970 on, before 2100 (UTC)."""
AFTER_ALL_IDS = 7_258_118_400_000
"""Milliseconds, those of 2200: ids of this moment or a later one are refused.

Ids go on from the newest that is known, and one at the end of their range would leave no next one.
From the last of the clock it takes more answers to come here than anybody can give.
"""
NO_EVENT = (ValueError, RecursionError)
"""What `line.decode` raises where a line holds no event."""
