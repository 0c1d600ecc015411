"""Which part of a recording is on screen, and the arithmetic between ms and px."""

from dataclasses import dataclass, replace
from math import log

MIN_SPAN = 2_000


@dataclass(frozen=True, slots=True)
class WaveView:
    """``start`` and ``span`` in ms of a recording of ``duration`` ms, drawn over ``width`` px."""

    duration: int = 1
    start: float = 0.0
    span: float = 1.0
    width: float = 1.0

    def x(self, ms: float) -> float:
        """Px from the left edge of a moment; may lie outside."""
        return (ms - self.start) / self.span * self.width

    def ms(self, x: float) -> int:
        """Moment at ``x`` px, clipped to the recording."""
        return round(min(max(self.start + x / self.width * self.span, 0.0), float(self.duration)))

    def moved(self, start: float) -> "WaveView":
        """The same span elsewhere, kept inside the recording."""
        return replace(self, start=min(max(0.0, start), max(0.0, self.duration - self.span)))

    def zoomed(self, span: float, around: float) -> "WaveView":
        """Another span; the moment ``around`` (ms) keeps its place on screen."""
        span = min(max(span, min(MIN_SPAN, self.duration)), float(self.duration))
        share = min(max((around - self.start) / self.span, 0.0), 1.0)
        return replace(self, span=span).moved(around - share * span)

    @property
    def zoom(self) -> float:
        """0 shows all, 1 the shortest span; logarithmic, so that a slider feels even."""
        deepest = log(self.duration / min(MIN_SPAN, self.duration)) or 1.0
        return log(self.duration / self.span) / deepest

    def with_zoom(self, zoom: float, around: float) -> "WaveView":
        """The view at a zoom of 0-1, see ``zoom``."""
        deepest = self.duration / min(MIN_SPAN, self.duration)
        return self.zoomed(self.duration / deepest ** min(max(zoom, 0.0), 1.0), around)

    def contains(self, ms: float) -> bool:
        """Whether a moment is on screen."""
        return self.start <= ms <= self.start + self.span
