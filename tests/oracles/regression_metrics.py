"""The scores of scikit-learn, and in PyTorch R² for its gradient."""

from typing import Any

from sklearn import metrics

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    given = p["y"], p["y_hat"]
    found = {
        "mae": metrics.mean_absolute_error(*given),
        "mse": metrics.mean_squared_error(*given),
        "rmse": metrics.root_mean_squared_error(*given),
        "mape": 100 * metrics.mean_absolute_percentage_error(*given),
        "r_squared": metrics.r2_score(*given),
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}


def result(torch: Any, p: Any) -> Any:
    left = torch.nn.functional.mse_loss(p["y_hat"], p["y"])
    return 1 - left / torch.var(p["y"], correction=0)
