"""How to ask, and when an answer is right."""
