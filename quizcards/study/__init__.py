"""What to ask now: the queue of a session, and the session itself."""
