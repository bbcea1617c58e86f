"""`quizcards import`: cards from other programs."""
