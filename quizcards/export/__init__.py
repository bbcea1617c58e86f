"""What leaves the program: the formats of decks, pictures as SVG, the report of an interview.

Returns text, never prints.
"""
