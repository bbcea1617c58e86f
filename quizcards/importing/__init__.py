"""Imports cards: a file of another program becomes plain data in the shape of a deck's YAML."""
