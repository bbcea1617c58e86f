"""torch.mean and torch.std of the training set.

And F.batch_norm in evaluation mode with them, its ε left out.
"""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    X, x_test = (torch.tensor(p[name], dtype=torch.float64) for name in ("X", "x_test"))
    mu, var = X.mean(0), X.var(0, correction=0)
    z_test = torch.nn.functional.batch_norm(x_test[None], mu, var, training=False, eps=0)[0]
    return {"mu": mu, "var": var, "sigma": X.std(0, correction=0), "z_test": z_test}


def result(torch: Any, p: Any) -> Any:
    return torch.nn.functional.layer_norm(p["X"].T, (len(p["X"]),), eps=0)
