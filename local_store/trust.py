"""trust.json: enrolment, key set, policy and marks of time; outside the encrypted data."""

from pydantic import ValidationError

from app.errors import EnvironmentFault
from app.ports.profile import TrustState
from app.protocol.codec import decode, encode
from local_store.files import disk_fault, write_atomic
from local_store.profile import ProfilePaths


class FileTrust:
    """Implements app.ports.profile.TrustStore."""

    def __init__(self, paths: ProfilePaths) -> None:
        self._paths = paths

    def load(self) -> TrustState | None:
        """Return the state, None before enrolment; raises EnvironmentFault STO-241 if it cannot be read."""
        path = self._paths.trust
        try:
            return decode(TrustState, path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise disk_fault(error, path) from error
        except ValidationError as error:
            raise EnvironmentFault(
                "STO-241",
                "What this device knows of its platform cannot be read.",
                "Ask your administrator for a new enrolment code and enrol this device again.",
            ) from error

    def save(self, state: TrustState) -> None:
        """Replace the state atomically and durably; raises EnvironmentFault when the disk fails."""
        self._paths.make()
        write_atomic(self._paths.trust, encode(state))
