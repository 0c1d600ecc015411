"""What a new platform holds: the demo organisation "Brugmans Contact Center", in full, small, or not at all."""

from app.reference_platform.seed.planting import Login, Seed, plant

__all__ = ["Login", "Seed", "plant"]
