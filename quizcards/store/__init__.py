"""What the learner did, kept for good: the log is the truth, the index beside it a cache."""
