"""YAML files -> decks, and every problem found in them with its place."""
