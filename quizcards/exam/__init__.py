"""A test with a score: which questions, in what order, and what the answers come to."""
