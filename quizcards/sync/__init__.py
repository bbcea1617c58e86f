"""Several machines, one memory: the learner's folder in step with a git repository elsewhere."""
