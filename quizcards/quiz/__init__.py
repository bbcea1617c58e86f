"""The kinds of question: how to ask about a card, and when an answer is right."""
