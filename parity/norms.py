"""torch.linalg.vector_norm."""


def expected(torch, p):
    v = torch.tensor(p["v"], dtype=torch.float64)
    return {
        "L1": torch.linalg.vector_norm(v, ord=1),
        "L2": torch.linalg.vector_norm(v, ord=2),
        "L_inf": torch.linalg.vector_norm(v, ord=float("inf")),
    }
