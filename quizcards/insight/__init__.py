"""What the log tells: statistics, why a card is due, mistakes, orphans, what builds on what."""
