"""Commands that write cards: `new`, `edit`, `rename`, `orphans`."""
