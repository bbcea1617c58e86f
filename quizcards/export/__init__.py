"""The exporters: decks in several formats, pictures as SVG, the report of an interview.

They return text or bytes and never print.
"""
