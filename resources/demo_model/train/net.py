"""The network: Whisper's architecture (Radford et al. 2022), small, with two heads that only training uses.

The runtime fills every window up to 3000 frames with zero features. Past the window they all look the same
if their position does, so training has one position for them all, counted as many times as there are of them:
that is exact, and costs a fifth of the time. `export.py` repeats its position vector.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

MELS, SOURCE, TARGET = 80, 1500, 448
WINDOW = 500
"""Encoder positions of a window of 10 s; the rest up to SOURCE is filling."""
ALIGNING = (1, (0, 1))
"""Decoder layer and heads taught to look where the word is; the runtime takes word times from them."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    width: int = 128
    heads: int = 4
    encoder_layers: int = 3
    decoder_layers: int = 2
    tokens: int = 3110
    phonemes: int = 100


class Attention(nn.Module):
    """Multi-head attention over `memory`, with a bias (1, keys) or (queries, keys) on its logits."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def forward(
        self, x: Tensor, memory: Tensor, bias: Tensor, *, weights: bool = False
    ) -> tuple[Tensor, Tensor | None]:
        """Return the result and, if asked for, the attention (batch, heads, queries, keys)."""
        q, k, v = (self._split(part) for part in (self.query(x), self.key(memory), self.value(memory)))
        # Written out: PyTorch's fused attention takes three times as long on a processor when it learns.
        logits = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2) + bias.to(q.dtype)
        attended = logits.softmax(-1, dtype=logits.dtype)
        found = attended @ v
        return self.out(found.transpose(1, 2).flatten(2)), attended if weights else None

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class Layer(nn.Module):
    """A transformer layer, normalised first; `cross` looks at the encoder's output too."""

    def __init__(self, width: int, heads: int, *, cross: bool) -> None:
        super().__init__()
        self.self_norm, self.self_attention = nn.LayerNorm(width), Attention(width, heads)
        self.cross_norm = nn.LayerNorm(width) if cross else None
        self.cross_attention = Attention(width, heads) if cross else None
        self.feed_norm = nn.LayerNorm(width)
        self.feed_in, self.feed_out = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(
        self,
        x: Tensor,
        bias: Tensor,
        memory: Tensor | None = None,
        memory_bias: Tensor | None = None,
        *,
        weights: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """Return the new x, and the attention to `memory` if asked for."""
        normal = self.self_norm(x)
        x = x + self.self_attention(normal, normal, bias)[0]
        attended = None
        if self.cross_attention is not None and self.cross_norm is not None and memory is not None:
            assert memory_bias is not None
            found, attended = self.cross_attention(self.cross_norm(x), memory, memory_bias, weights=weights)
            x = x + found
        fed = self.feed_out(functional.gelu(self.feed_in(self.feed_norm(x))))
        return x + fed, attended


class Net(nn.Module):
    """Encoder, decoder, and the head that names the phoneme of each encoder position."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.conv1, self.conv2 = (
            nn.Conv1d(MELS, width, 3, padding=1),
            nn.Conv1d(width, width, 3, stride=2, padding=1),
        )
        self.register_buffer("positions", sinusoids(WINDOW, width))
        self.filling = nn.Parameter(torch.randn(width) * 0.1)
        self.encoder = nn.ModuleList(
            Layer(width, shape.heads, cross=False) for _ in range(shape.encoder_layers)
        )
        self.encoder_norm = nn.LayerNorm(width)
        self.embedding = nn.Parameter(torch.randn(shape.tokens, width) * 0.05)
        self.places = nn.Parameter(torch.randn(TARGET, width) * 0.02)
        self.decoder = nn.ModuleList(
            Layer(width, shape.heads, cross=True) for _ in range(shape.decoder_layers)
        )
        self.decoder_norm = nn.LayerNorm(width)
        self.phonemes = nn.Linear(width, shape.phonemes)

    def encode(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Encode features (batch, 2n, 80) as (batch, n + 1, width), with its positions' bias (1, n + 1)."""
        x = functional.gelu(self.conv1(features.transpose(1, 2)))
        x = functional.gelu(self.conv2(x)).transpose(1, 2)
        n = x.shape[1]
        x = torch.cat([x + self.positions[:n], self.filler().expand(len(x), 1, -1)], 1)
        bias = torch.zeros(1, n + 1)
        bias[0, -1] = math.log(SOURCE - WINDOW)
        for layer in self.encoder:
            x, _ = layer(x, bias)
        return self.encoder_norm(x), bias

    def filler(self) -> Tensor:
        """Return what zero features and the position of the filling become (width,)."""
        inner = functional.gelu(self.conv1.bias)
        outer = functional.gelu(self.conv2.weight.sum(-1) @ inner + self.conv2.bias)
        return outer + self.filling

    def decode(self, tokens: Tensor, memory: Tensor, memory_bias: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits (batch, length, tokens) and the aligning heads' attention (batch, length, n + 1)."""
        length = tokens.shape[1]
        x = self.embedding[tokens] + self.places[:length]
        bias = torch.full((length, length), float("-inf")).triu(1)
        looked = None
        for number, layer in enumerate(self.decoder):
            x, attended = layer(x, bias, memory, memory_bias, weights=number == ALIGNING[0])
            looked = attended if attended is not None else looked
        assert looked is not None
        return self.decoder_norm(x) @ self.embedding.T, looked[:, list(ALIGNING[1])].mean(1)


def sinusoids(length: int, width: int) -> Tensor:
    """Return Whisper's position encodings (length, width)."""
    scale = torch.exp(-math.log(10000) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(length)[:, None] * scale[None, :]
    return torch.cat([angles.sin(), angles.cos()], 1)
