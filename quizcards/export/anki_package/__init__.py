"""The parts of an Anki package: a zip file with a SQLite database and the media of its notes."""
