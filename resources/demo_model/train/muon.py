"""Muon (Jordan et al. 2024) for the layers' matrices: momentum, made orthogonal before it is applied.

PyTorch has one, but takes matrices one by one; small ones are several times faster together.
"""

import math
from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor, nn

MOMENTUM = 0.95
ROUNDS, COEFFICIENTS = 5, (3.4445, -4.775, 2.0315)


class Muon(torch.optim.Optimizer):
    """Steps of the size that Adam's would have (Liu et al. 2025), for matrices (n, m) alone."""

    def __init__(self, matrices: Iterable[nn.Parameter], lr: float, weight_decay: float = 0.05) -> None:
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay})

    def step(self, closure: None = None) -> None:
        """Apply the gradients, which every matrix must have."""
        with torch.no_grad():
            for group in self.param_groups:
                alike: dict[torch.Size, list[nn.Parameter]] = defaultdict(list)
                for matrix in group["params"]:
                    alike[matrix.shape].append(matrix)
                for matrices in alike.values():
                    self._apply(matrices, group["lr"], group["weight_decay"])

    def _apply(self, matrices: list[nn.Parameter], lr: float, weight_decay: float) -> None:
        gradient = torch.stack([matrix.grad for matrix in matrices])
        momentum = self.state[matrices[0]].setdefault("momentum", torch.zeros_like(gradient))
        momentum.lerp_(gradient, 1 - MOMENTUM)
        size = 0.2 * math.sqrt(max(matrices[0].shape))
        update = orthogonal(gradient.lerp(momentum, MOMENTUM)) * size
        for matrix, change in zip(matrices, update, strict=True):
            matrix.mul_(1 - lr * weight_decay).sub_(change, alpha=lr)


def orthogonal(matrices: Tensor) -> Tensor:
    """Return the nearest (half-)orthogonal matrices to (count, n, m), roughly, by Newton-Schulz rounds."""
    a, b, c = COEFFICIENTS
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.transpose(1, 2) if tall else matrices
    x = (x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)).bfloat16()
    for _ in range(ROUNDS):
        square = x @ x.transpose(1, 2)
        x = a * x + (b * square + c * square @ square) @ x
    return (x.transpose(1, 2) if tall else x).float()
