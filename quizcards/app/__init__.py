"""What the commands do: the one place where edges meet."""
