"""Synchronisation of several machines through a git repository: several machines, one memory."""
