"""PyTorch's values for the demo learning-rate: one SGD for each rate."""


def expected(torch, p):
    return {"w": torch.stack([_descended(torch, p, float(lr)) for lr in p["lr"]])}


def _descended(torch, p, lr):
    w = torch.tensor(p["w"], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    for _ in range(p["steps"]):
        optimizer.zero_grad()
        (p["H"] / 2 * (w - p["target"]) ** 2).backward()
        optimizer.step()
    return w.detach()
