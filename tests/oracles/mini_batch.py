"""The gradient of each sample, of all and of the last batch of a DataLoader, by autograd."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w = torch.tensor(p["w"], dtype=torch.float64, requires_grad=True)
    x, y = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "y"))

    def gradient(x: Any, y: Any) -> Any:
        loss = torch.nn.functional.mse_loss(w * x, y) / 2
        return torch.autograd.grad(loss, w)[0]

    data = torch.utils.data.TensorDataset(x, y)
    batches = [gradient(*batch) for batch in torch.utils.data.DataLoader(data, batch_size=p["B"])]
    g = torch.stack([gradient(*sample) for sample in zip(x, y, strict=True)])
    noise = g.std(correction=0) / p["B"] ** 0.5
    return {
        "g": g,
        "dw": gradient(x, y),
        "noise": noise,
        "steps": len(batches),
        "dw_batch": batches[-1],
    }


def result(torch: Any, p: Any) -> Any:
    loss = torch.nn.functional.mse_loss(p["w"] * p["x"], p["y"]) / 2
    return torch.autograd.grad(loss, p["w"], create_graph=True)[0]
