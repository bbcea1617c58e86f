"""A tree of scikit-learn that splits every sample by the child it went to."""

from typing import Any

import numpy as np
from sklearn.tree import DecisionTreeClassifier

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    counts = np.array(p["children"], dtype=int)
    child, label = (np.repeat(which.ravel(), counts.ravel()) for which in np.indices(counts.shape))
    found = {}
    for criterion, before, after in (("entropy", "H", "gain"), ("gini", "gini", "gini_drop")):
        model = DecisionTreeClassifier(criterion=criterion, max_depth=1).fit(child[:, None], label)
        tree = model.tree_
        found[before] = tree.impurity[0]
        leaves = tree.weighted_n_node_samples[1:] @ tree.impurity[1:]
        found[after] = tree.impurity[0] - leaves / tree.weighted_n_node_samples[0]
    wrong = {True: np.mean(label != np.argmax(np.bincount(label)))}
    wrong[False] = np.mean(model.predict(child[:, None]) != label)
    found |= {"stay": wrong[True], "split": wrong[False], "alpha": wrong[True] - wrong[False]}
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
