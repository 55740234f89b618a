"""The linear gate before the network: most passages hold nothing of any type, and their words alone tell so."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from pipeline.detectors.sense import PAIRS, gate_numbers, passes
from pipeline.detectors.wordpieces import WordPieces
from training.leads.lessons import Lesson, windows

_PASSAGE = 25
"""Words of a page that count as one passage."""


def fit_gate(rows: Sequence[Lesson], pages: Sequence[str], pieces: WordPieces, recipe: dict[str, Any]) -> Any:
    """The weights of all word pieces, of all pairs, and the constant: one array of half precision."""
    silent = [text for page in pages for text in windows(page, _PASSAGE)]
    texts = [row.text for row in rows] + silent
    numbers = [gate_numbers(ids_of(text, pieces), len(pieces.numbers)) for text in texts]
    places = [row for row, found in enumerate(numbers) for _ in found]
    width = len(pieces.numbers) + PAIRS
    seen = csr_matrix((np.ones(len(places), np.float32), (places, np.concatenate(numbers))), (len(texts), width))
    told = np.array([not row.silent for row in rows] + [False] * len(silent))
    weights = np.where(told, recipe["found"], 1.0)
    weights[: len(rows)][~told[: len(rows)]] = recipe["alike"]
    model = LogisticRegression(C=recipe["freedom"], solver="liblinear", max_iter=300).fit(seen, told, weights)
    return np.concatenate((model.coef_[0], model.intercept_)).astype(np.float16)


def least_that_keeps(share: float, lessons: Sequence[Lesson], gate: Any, pieces: WordPieces) -> float:
    """The limit that so many of these lessons reach."""
    scores = [passes(ids_of(lesson.text, pieces), gate) for lesson in lessons]
    return float(np.quantile(scores, 1.0 - share))


def ids_of(text: str, pieces: WordPieces) -> Any:
    return np.array([number for number, _start, _end in pieces.cut(text)] or [1], np.int64)
