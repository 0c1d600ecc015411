"""Enrol this device: make its key, check that the platform is the one the code names, remember it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.command import ReceiptKind
from app.errors import CallNexError, UserFacing
from app.ports.platform import Platform
from app.ports.profile import Enrolment, TrustState
from app.ports.receipts import Receipts
from app.ports.secrets import Secrets
from app.protocol.messages import EnrolRequest, EnrolResponse
from app.protocol.signed import Refused
from app.security.device import DeviceIdentity, create_identity, delete_identity, load_identity
from app.security.keeper import TrustKeeper
from app.security.trust import CodeParts, check_root, split_code, verify_key_set


@dataclass(frozen=True)
class Enrolled:
    """A device that belongs: its key, and a platform that it has verified."""

    identity: DeviceIdentity
    platform: Platform
    enrolment: Enrolment


class Enrol:
    """`connect(url, identity)` gives the platform; `receipts_for` the chain that the device will sign."""

    def __init__(
        self,
        keeper: TrustKeeper,
        secrets: Secrets,
        connect: Callable[[str, DeviceIdentity], Platform],
        receipts_for: Callable[[DeviceIdentity, Enrolment], Receipts],
    ) -> None:
        self._keeper = keeper
        self._secrets = secrets
        self._connect = connect
        self._receipts_for = receipts_for

    async def __call__(self, code: str, device_name: str, platform_url: str) -> Enrolled:
        """Enrol with a code `XXXX-XXXX-XXXX.<fingerprint>`; on any failure nothing is kept.

        Raises UserFacing ENR-101 (not a code), ENR-103 (another platform than the code names), ENR-104
        (enrolled already), what the platform says, and what the keyring raises.
        """
        parts = _parse(code)
        await asyncio.to_thread(self._check_free)
        identity = await asyncio.to_thread(create_identity, self._secrets)
        platform = self._connect(platform_url, identity)
        try:
            # The fingerprint stays here: only the secret half proves anything to the platform.
            request = EnrolRequest(parts.secret, identity.public, device_name)
            enrolment = await self._keep(parts, await platform.enrol(request), platform_url)
            await self._receipts_for(identity, enrolment).append(
                ReceiptKind.ENROLLED, f"enrolled by {enrolment.organisation}"
            )
        except CallNexError:
            await platform.close()
            await asyncio.to_thread(delete_identity, self._secrets)
            raise
        return Enrolled(identity, platform, enrolment)

    def _check_free(self) -> None:
        if self._keeper.state() is not None and load_identity(self._secrets) is not None:
            raise UserFacing(
                "ENR-104",
                "This device is enrolled already.",
                "Sign in; to move it to another organisation, wipe it first.",
            )

    async def _keep(self, parts: CodeParts, response: EnrolResponse, platform_url: str) -> Enrolment:
        try:
            check_root(parts, response.root_public)
            verify_key_set(response.key_set, response.root_public, None)
        except Refused as error:
            raise UserFacing(
                "ENR-103",
                f"This is not the platform that the enrolment code belongs to ({error.reason.value}).",
                "Do not sign in here. Check the address and tell your administrator.",
            ) from error
        enrolment = Enrolment(
            response.enrolment_id,
            response.organisation_id,
            response.organisation,
            response.device_name,
            response.enrolled_by,
            response.enrolled_at,
            response.root_public,
            platform_url,
        )
        await asyncio.to_thread(self._keeper.begin, TrustState(enrolment, response.key_set))
        return enrolment


def _parse(code: str) -> CodeParts:
    try:
        return split_code(code)
    except Refused as error:
        raise UserFacing(
            "ENR-101",
            "This is not an enrolment code.",
            "Copy the whole code, from the first letter to the last character after the dot.",
        ) from error
