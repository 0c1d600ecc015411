"""The one owner of a profile's trust state: every change of it passes here, one at a time."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from app.domain.lease import Lease, Rung
from app.domain.policy import Policy
from app.errors import EnvironmentFault, UserFacing
from app.ports.clock import Clock
from app.ports.profile import TrustState, TrustStore
from app.protocol.signed import Refused
from app.protocol.trust import KeySet
from app.security.trust import TrustedKeys, trusted_keys, verify_key_set, verify_policy
from app.security.trusted_time import Reading, Tick, observed, read, rung_at

PUT_IN_FORCE_AFTER = timedelta(minutes=1)
"""So late after its date, that a platform whose clock is behind ours has put the policy in force as well."""


class BootClock(Clock, Protocol):
    """A clock that can tell one boot from another."""

    def boot_id(self) -> str:
        """Return the identity of this boot, "" where boots cannot be told apart."""
        ...


class TrustKeeper:
    """Trust state and trusted time of one profile. Blocking where it reads or saves; safe from any thread.

    Only one process at a time owns a profile, so what was loaded once stays true; see `forget`.
    """

    def __init__(self, store: TrustStore, clock: BootClock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.RLock()
        self._state: TrustState | None = None

    def state(self) -> TrustState | None:
        """Return the state, None before enrolment."""
        with self._lock:
            if self._state is None:
                self._state = self._store.load()
            return self._state

    def forget(self) -> None:
        """Load the state again at its next use: another process owned it meanwhile."""
        with self._lock:
            self._state = None

    def enrolled(self) -> TrustState:
        """Return the state; raises UserFacing before enrolment."""
        state = self.state()
        if state is None:
            raise UserFacing(
                "ENR-110",
                "This device is not enrolled.",
                "Enter the enrolment code that your administrator gave you.",
            )
        return state

    def begin(self, state: TrustState) -> None:
        """Keep the state of a fresh enrolment."""
        with self._lock:
            self._store.save(state)
            self._state = state

    def change(self, change: Callable[[TrustState], TrustState]) -> TrustState:
        """Replace the state by what `change` makes of it; durable on return."""
        with self._lock:
            state = change(self.enrolled())
            self._store.save(state)
            self._state = state
            return state

    def key_set(self) -> KeySet:
        """Return the newest key set, verified against the root key again."""
        state = self.enrolled()
        try:
            return verify_key_set(state.key_set, state.enrolment.root_public, None)
        except Refused as error:
            raise _damaged(error) from error

    def keys(self) -> TrustedKeys:
        """Return the platform's keys in force."""
        return trusted_keys(self.key_set())

    def seal_key(self) -> bytes:
        """Return the X25519 key that user actions are sealed to."""
        return self.keys().seal

    def policy(self) -> Policy | None:
        """Return the verified policy in force, None before the first contact.

        An announced one is in force from its date on, also while no contact is possible.
        """
        announced = self.announced()
        return self.held() if self._pending(announced) else announced

    def held(self) -> Policy | None:
        """Return the policy that was in force by the platform's word at the last contact."""
        return self._policy(self.enrolled().policy)

    def announced(self) -> Policy | None:
        """Return the policy that was announced last, None when none was."""
        return self._policy(self.enrolled().announced)

    def coming(self) -> Policy | None:
        """Return the policy that is announced and not yet in force."""
        announced = self.announced()
        return announced if self._pending(announced) else None

    def replaced(self) -> Policy | None:
        """Return the policy that was in force before this one, None when none was."""
        state, announced = self.enrolled(), self.announced()
        return self._policy(state.replaced if self._pending(announced) else state.policy)

    def _pending(self, announced: Policy | None) -> bool:
        """Only proven time puts a policy in force: a clock set forward would delete early."""
        reading = self.reading()
        moment = None if reading is None else reading.proven
        return announced is None or moment is None or moment < announced.in_force_since + PUT_IN_FORCE_AFTER

    def _policy(self, token: str) -> Policy | None:
        if not token:
            return None
        state = self.enrolled()
        try:
            return verify_policy(token, self.keys(), state.enrolment, None)
        except Refused as error:
            raise _damaged(error) from error

    def tick(self) -> Tick:
        """Look at the clocks of this computer."""
        return Tick(self._clock.now(), self._clock.boot_seconds(), self._clock.boot_id())

    def reading(self) -> Reading | None:
        """Return the time, None before the first contact; saves nothing."""
        return read(self.enrolled(), self.tick())

    def observe(self) -> Reading | None:
        """Move the marks to now and save them, so that a later reboot cannot take this time back."""
        return read(self.change(lambda state: observed(state, self.tick())), self.tick())

    def now(self) -> datetime:
        """Return the time to show and to stamp with; the wall clock's before the first contact."""
        state = self.state()
        reading = None if state is None else read(state, self.tick())
        return self._clock.now() if reading is None else reading.claimed

    def rung(self) -> Rung:
        """Return where this device stands on the wipe ladder now."""
        policy = self.policy()
        terms = None if policy is None else policy.lease
        return rung_at(terms, self.enrolled().last_contact, self.reading())

    def lease(self) -> Lease | None:
        """Return the lease in force, None before the first contact."""
        policy, contact = self.policy(), self.enrolled().last_contact
        return None if policy is None or contact is None else Lease.of(policy.lease, contact)


def _damaged(error: Refused) -> EnvironmentFault:
    return EnvironmentFault(
        "KEY-312",
        f"What this device knows of its platform is damaged ({error.reason.value}).",
        "Ask your administrator for a new enrolment code and enrol this device again.",
    )
