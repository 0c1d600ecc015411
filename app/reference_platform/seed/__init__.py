"""What a new platform holds: the demo organisation Brugmans Contact Center, in full, small, or not at all."""

from app.reference_platform.seed.planting import Seed, plant
from app.reference_platform.seed.staff import Login

__all__ = ["Login", "Seed", "plant"]
