"""What a card claims and no demo can show in a second: training runs, populations, timings.

One file an experiment: `and_gate.py` is `python -m experiments and-gate`. Its
constants are the inputs (sizes, seeds, intervals), its `run()` returns each figure under a name.
Both are kept in `recorded.json` as they were when it was last run. Shares are between 0 and 1.
`make experiments` runs all of them again and says which figures came out otherwise.
"""
