"""Interview cards that compute their own answers."""

__version__ = "0.1.0"
