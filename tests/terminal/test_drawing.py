"""What is drawn was computed before: a frame runs no demo, parses no formula and marks no answer."""

import io
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from rich.text import Text

from quizcards import demos
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.interview.interview_examples import nothing
