"""Cards from elsewhere: a file of another program, or one of our own, becomes plain data in the
shape of a deck's YAML.
"""
