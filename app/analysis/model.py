"""A linear model over the features: multinomial logistic regression, applied with numpy."""

from dataclasses import dataclass

import numpy as np

from app.analysis.features import NAMES, Floats
from app.domain.outcome import OutcomeClass
from app.domain.wire import Wire


@dataclass(frozen=True)
class Weights(Wire):
    """What was learnt. `coefficients` (classes, features), `intercepts` (classes,); `temperature` divides the
    logits so that probabilities are calibrated. `minimum_words`: fewer words of the customer give no outcome;
    `threshold`: below this probability it abstains.
    """

    name: str
    classes: tuple[OutcomeClass, ...]
    features: tuple[str, ...]
    coefficients: tuple[tuple[float, ...], ...]
    intercepts: tuple[float, ...]
    temperature: float
    minimum_words: int
    threshold: float
    calls: int
    source: str

    def __post_init__(self) -> None:
        """Raise ValueError for weights of other features, shapes or numbers than this program computes."""
        matrix = np.array(self.coefficients)
        shape = (len(self.classes), len(NAMES))
        if self.features != NAMES or matrix.shape != shape or len(self.intercepts) != len(self.classes):
            raise ValueError("these weights are for other features than this program has")
        if not (np.isfinite(matrix).all() and np.isfinite(self.intercepts).all() and self.temperature > 0):
            raise ValueError("these weights hold numbers that cannot be computed with")

    def probabilities(self, features: Floats) -> dict[OutcomeClass, float]:
        """Return the calibrated probability of each class, summing to 1."""
        logits = (np.array(self.coefficients) @ features + np.array(self.intercepts)) / self.temperature
        powers = np.exp(logits - logits.max())
        return dict(zip(self.classes, (powers / powers.sum()).tolist(), strict=True))
