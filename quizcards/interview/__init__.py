"""A mock interview: its state, what the interviewer asks next, and the report at its end."""
