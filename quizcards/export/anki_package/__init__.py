"""What an Anki package is made of: a zip file with a collection, a SQLite database, and the media
that its notes show.
"""
