"""Contact: hear from the platform over a fresh nonce, renew the lease, take its policy, obey its orders."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from secrets import token_bytes

from app.changes import Changes
from app.domain.command import Command, CommandKind, ContactGrant, ReceiptKind
from app.domain.ids import CommandId
from app.domain.policy import Policy
from app.errors import EnvironmentFault, Explanation, UserFacing
from app.ports.platform import Platform
from app.ports.profile import TrustState
from app.ports.receipts import Receipts
from app.protocol.messages import ContactRequest, ContactResponse
from app.protocol.signed import Reason, Refused
from app.security.encoding import to_base64url
from app.security.keeper import TrustKeeper
from app.security.trust import (
    Meeting,
    TrustedKeys,
    trusted_keys,
    verify_announced,
    verify_command,
    verify_grant,
    verify_key_set,
    verify_policy,
)
from app.security.trusted_time import anchored
from app.services.hand_over import Distrusted, HandOver
from app.services.obey import Obey

NONCE_BYTES = 32
ApplyPolicy = Callable[[Policy], Awaitable[Changes]]
"""`Replica.put_policy` of an open store; nothing to call while the store is locked."""


@dataclass(frozen=True)
class CheckedIn:
    """What a contact brought: the policy in force, orders obeyed, and why others were refused.

    `wiped`: there is nothing left to work with. `problem`: what is wrong with the receipt chain, if anything.
    """

    policy: Policy
    changes: Changes
    obeyed: tuple[CommandId, ...]
    refused: tuple[Reason, ...]
    wiped: bool = False
    problem: Explanation | None = None


@dataclass(frozen=True)
class _Believed:
    """The parts of an answer that stood every check."""

    keys: TrustedKeys
    grant: ContactGrant
    policy: Policy
    held: Policy | None


class CheckIn:
    """One use: `await check_in()`. `apply_policy` is None while the store is locked or closed."""

    def __init__(
        self,
        platform: Platform,
        keeper: TrustKeeper,
        receipts: Receipts,
        hand_over: HandOver,
        obey: Obey,
        apply_policy: ApplyPolicy | None,
    ) -> None:
        self._platform = platform
        self._keeper = keeper
        self._receipts = receipts
        self._hand_over = hand_over
        self._obey = obey
        self._apply_policy = apply_policy
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> CheckedIn:
        """Check in once.

        Raises EnvironmentFault when the platform cannot be reached (NET-...) or its answer not be believed
        (KEY-321); then nothing of the answer was used and the lease is not renewed.
        """
        async with self._one_at_a_time:
            problem = await self._settle_receipts(self._hand_over())
            state = await asyncio.to_thread(self._keeper.enrolled)
            nonce = to_base64url(token_bytes(NONCE_BYTES))
            asked_at = self._keeper.tick().boot_seconds
            chain = await self._receipts.state()
            request = ContactRequest(nonce, chain.links, chain.head)
            response = await self._platform.contact(state.enrolment.enrolment_id, request)
            elapsed = timedelta(seconds=max(0.0, self._keeper.tick().boot_seconds - asked_at))
            meeting = Meeting(state.enrolment.enrolment_id, nonce, elapsed)
            taken = await self._take(response, meeting)
            if taken.wiped:
                return taken
            return replace(
                taken,
                problem=await self._settle_receipts(self._hand_over.keep(response.receipt_head)) or problem,
            )

    async def _settle_receipts(self, step: Awaitable[None]) -> Explanation | None:
        """Return what is wrong with the receipt chain: that must not keep an order or a lease from us.

        A platform that cannot be reached fails the contact itself a moment later.
        """
        try:
            await step
        except (UserFacing, EnvironmentFault) as error:
            return error.explanation
        return None

    async def _take(self, response: ContactResponse, meeting: Meeting) -> CheckedIn:
        before = await asyncio.to_thread(self._keeper.policy)
        believed = await asyncio.to_thread(self._believe, response, meeting, before)
        await asyncio.to_thread(
            self._keeper.change, lambda state: self._renewed(state, response, believed, meeting)
        )
        changes = await self._put_in_force(believed.policy, before)
        obeyed, refused, wiped = await self._orders(response.commands, believed, meeting)
        return CheckedIn(believed.policy, changes, obeyed, refused, wiped)

    def _believe(self, response: ContactResponse, meeting: Meeting, before: Policy | None) -> _Believed:
        state = self._keeper.enrolled()
        what = "key set"
        try:
            key_set = verify_key_set(response.key_set, state.enrolment.root_public, self._keeper.key_set())
            keys = trusted_keys(key_set)
            what = "proof of contact"
            reading = self._keeper.reading()
            grant = verify_grant(response.grant, keys, meeting, None if reading is None else reading.proven)
            what = "policy"
            policy = verify_policy(response.policy, keys, state.enrolment, before)
            if policy.revision < grant.policy_revision:
                raise Refused(Reason.ROLLED_BACK)
            what = "announced policy"
            if response.announced:
                verify_announced(response.announced, keys, state.enrolment, policy)
        except Refused as error:
            raise Distrusted(what, error) from error
        return _Believed(keys, grant, policy, self._keeper.held())

    def _renewed(
        self, state: TrustState, response: ContactResponse, believed: _Believed, meeting: Meeting
    ) -> TrustState:
        held = believed.held
        newer = held is not None and held.revision < believed.policy.revision
        replaced = state.policy if newer else state.replaced
        state = anchored(state, believed.grant.server_time, meeting.elapsed, self._keeper.tick())
        return replace(
            state,
            key_set=response.key_set,
            policy=response.policy,
            announced=response.announced,
            replaced=replaced,
        )

    async def _put_in_force(self, policy: Policy, before: Policy | None) -> Changes:
        changes = Changes()
        if self._apply_policy is not None:
            changes = await self._apply_policy(policy)
        if before is None or policy.revision > before.revision:
            await self._receipts.append(ReceiptKind.POLICY_APPLIED, f"revision {policy.revision}")
            changes = changes | Changes(policy=True, receipts=True)
        return changes

    async def _orders(
        self, tokens: tuple[str, ...], believed: _Believed, meeting: Meeting
    ) -> tuple[tuple[CommandId, ...], tuple[Reason, ...], bool]:
        """Verify all, then obey: a wipe first, since it makes every other order pointless."""
        commands, refused = await self._verified(tokens, believed, meeting)
        for reason in refused:
            await self._obey.refuse(reason)
        obeyed: list[CommandId] = []
        for command in sorted(commands, key=lambda one: one.kind is not CommandKind.WIPE):
            await self._obey(command)
            obeyed.append(command.id)
            if command.kind is CommandKind.WIPE:
                return tuple(obeyed), refused, True
        return tuple(obeyed), refused, False

    async def _verified(
        self, tokens: tuple[str, ...], believed: _Believed, meeting: Meeting
    ) -> tuple[list[Command], tuple[Reason, ...]]:
        seen = set((await asyncio.to_thread(self._keeper.enrolled)).commands)
        commands: list[Command] = []
        refused: list[Reason] = []
        for token in tokens:
            try:
                command = verify_command(token, believed.keys, meeting, believed.grant.server_time, seen)
            except Refused as error:
                refused.append(error.reason)
                continue
            seen.add(command.id)
            commands.append(command)
        return commands, tuple(refused)
