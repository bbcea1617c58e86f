"""When to ask: the FSRS model, the steps around it, and replay of the log.

Numbers in, numbers out.
"""
