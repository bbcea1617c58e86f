"""The key points of the shipped cards, as the suggestions for a typed answer read them."""

from __future__ import annotations

import pytest

from quizcards.model import Card
from quizcards.quiz.typed import State, alternative_problems, marks
from tests.content.test_content import LIBRARY, every_card
