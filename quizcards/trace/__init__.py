"""How a computation is recorded and written down: the tracer, notation, and pictures as data."""
