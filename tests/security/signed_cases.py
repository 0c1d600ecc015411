"""Signed messages that must be refused, by class; each with the one reason it must be refused for."""

import base64
import hashlib
import hmac
import json
import random
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from joserfc.jwk import OKPKey

from app.domain.command import CommandKind
from app.domain.ids import CommandId, EnrolmentId
from app.protocol.codec import encode
from app.protocol.signed import (
    ACTION,
    ALG,
    ASSERTION,
    COMMAND,
    GRANT,
    KEY_SET,
    MAX_CHARACTERS,
    POLICY,
    RECEIPT,
    RECEIPT_HEAD,
    Kind,
    Reason,
    sign,
)
from app.protocol.trust import KeySet, KeyUse, PlatformKey, ReceiptHead
from app.security.encoding import to_base64url
from app.security.trust import (
    verify_command,
    verify_grant,
    verify_key_set,
    verify_policy,
    verify_receipt_head,
)
from tests.support.signing import (
    DEVICE,
    NONCE,
    NOW,
    command,
    enrolment,
    grant,
    key_from,
    meeting,
    platform_side,
    policy,
    public_of,
)

OURS = platform_side()
THEIRS = platform_side("theirs")
BASE64URL = string.ascii_letters + string.digits + "-_"
SEEN = (CommandId("c-seen"),)

Check = Callable[[str], object]


@dataclass(frozen=True)
class Case:
    """A token, who looks at it, and why it must be refused."""

    check: Check
    token: str
    reason: Reason
    what: str


@dataclass(frozen=True)
class Signed:
    """A kind of message as this device receives it: a good payload, its right key, and its check."""

    kind: Kind[Any]
    payload: Any
    key: OKPKey
    check: Check


def check_key_set(token: str) -> object:
    return verify_key_set(token, OURS.root_public, OURS.set_of(2))


def check_policy(token: str) -> object:
    return verify_policy(token, OURS.trusted, enrolment(), policy(4))


def check_grant(token: str) -> object:
    return verify_grant(token, OURS.trusted, meeting(), NOW - timedelta(hours=1))


def check_command(token: str) -> object:
    return verify_command(token, OURS.trusted, meeting(), NOW, SEEN)


def check_head(token: str) -> object:
    return verify_receipt_head(token, OURS.trusted, DEVICE)


MESSAGES = (
    Signed(KEY_SET, OURS.set_of(3), OURS.root, check_key_set),
    Signed(POLICY, policy(5), OURS.policy, check_policy),
    Signed(GRANT, grant(), OURS.command, check_grant),
    Signed(COMMAND, command(), OURS.command, check_command),
    Signed(RECEIPT_HEAD, ReceiptHead(DEVICE, 3, "ab" * 32, NOW), OURS.command, check_head),
)
TIMED = tuple(one for one in MESSAGES if one.kind in (GRANT, COMMAND))


def seal(header: Mapping[str, Any], payload: bytes, key: OKPKey) -> str:
    """Sign any header over any payload, by the bare key: a library would refuse some of these headers."""
    signing_input = f"{to_base64url(json.dumps(dict(header)).encode())}.{to_base64url(payload)}"
    signature = key.private_key.sign(signing_input.encode())
    return f"{signing_input}.{to_base64url(signature)}"


def header_of(one: Signed, **changes: Any) -> dict[str, Any]:
    return {"alg": ALG, "typ": one.kind.typ, "kid": one.key.thumbprint()} | changes


def forged(rng: random.Random) -> Case:
    one = rng.choice(MESSAGES)
    stranger = key_from(rng.randbytes(32))
    if rng.random() < 0.5:
        return Case(one.check, sign(one.kind, one.payload, stranger), Reason.UNKNOWN_KEY, "a stranger's key")
    token = seal(header_of(one), encode(one.payload), stranger)
    return Case(one.check, token, Reason.BAD_SIGNATURE, "a stranger's signature under our platform's kid")


def mutated(rng: random.Random) -> Case:
    one = rng.choice(MESSAGES)
    token = sign(one.kind, one.payload, one.key)
    place = rng.randrange(len(token))
    while token[place] == ".":
        place = rng.randrange(len(token))
    letter = rng.choice([c for c in BASE64URL + "=+/ \n\x00é." if c != token[place]])
    changed = token[:place] + letter + token[place + 1 :]
    return Case(one.check, changed, _reading_of(changed, one), f"character {place} became {letter!r}")


def _reading_of(token: str, one: Signed) -> Reason:
    """Say what is wrong with a token of which one character was changed, reading it by RFC 7515 alone."""
    parts = token.split(".")
    if len(parts) != 3 or not token.isascii():
        return Reason.MALFORMED
    try:
        header = json.loads(_strict(parts[0]))
        _strict(parts[1])
    except ValueError:
        return Reason.MALFORMED
    if not isinstance(header, dict) or "alg" not in header:
        return Reason.MALFORMED
    if header["alg"] != ALG:
        return Reason.WRONG_ALGORITHM
    if header.get("typ") != one.kind.typ:
        return Reason.WRONG_TYPE
    if set(header) != {"alg", "typ", "kid"}:
        return Reason.EXTRA_HEADER
    return Reason.BAD_SIGNATURE if header["kid"] == one.key.thumbprint() else Reason.UNKNOWN_KEY


def _strict(part: str) -> bytes:
    data = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    if to_base64url(data) != part:
        raise ValueError(part)
    return data


def malformed(rng: random.Random) -> Case:
    one = rng.choice(MESSAGES)
    header, payload, signature = sign(one.kind, one.payload, one.key).split(".")

    def under(head: bytes) -> str:
        return f"{to_base64url(head)}.{payload}.{signature}"

    tokens = {
        "nothing": "",
        "no signature part": f"{header}.{payload}",
        "four parts": f"{header}.{payload}.{signature}.{signature}",
        "JSON serialisation": json.dumps({"protected": header, "payload": payload, "signature": signature}),
        "header is a list": under(b"[1,2]"),
        "header is a list that has alg": under(b'["alg"]'),
        "header is text": under(b'"alg"'),
        "header is not UTF-8": under(b"\xff\xfe" + rng.randbytes(3)),
        "header nests too deep": under(b"[" * 400),
        "not ASCII": f"{header}.{payload}.ü{signature[1:]}",
        "noise": "".join(rng.choice(string.printable) for _ in range(rng.randrange(1, 200))),
        "enormous": f"{header}.{'A' * MAX_CHARACTERS}.{signature}",
    }
    what = rng.choice(sorted(tokens))
    return Case(one.check, tokens[what], Reason.MALFORMED, what)


def replayed(rng: random.Random) -> Case:
    if rng.random() < 0.5:
        token = sign(COMMAND, replace(command(), id=SEEN[0]), OURS.command)
        return Case(check_command, token, Reason.REPLAYED, "a command obeyed before")
    one = rng.choice(TIMED)
    earlier = replace(one.payload, nonce=to_base64url(rng.randbytes(32)))
    return Case(
        one.check, sign(one.kind, earlier, one.key), Reason.WRONG_NONCE, "recorded at an earlier contact"
    )


def expired(rng: random.Random) -> Case:
    one = rng.choice(TIMED)
    if one.kind is GRANT:
        elapsed = timedelta(seconds=rng.uniform(600, 1e6))
        late = meeting(elapsed)
        token = sign(
            GRANT, replace(grant(), expires_at=NOW + timedelta(days=rng.randrange(1, 999))), OURS.command
        )
        return Case(
            lambda token: verify_grant(token, OURS.trusted, late, None),
            token,
            Reason.EXPIRED,
            f"the answer took {elapsed}, its own expiry is far away",
        )
    issued = NOW - timedelta(seconds=rng.uniform(599, 1e7))
    own_word = rng.choice((issued + timedelta(minutes=10), NOW + timedelta(days=365)))
    if rng.random() < 0.3:  # issued a moment ago, for a moment
        issued, own_word = NOW - timedelta(seconds=5), NOW + timedelta(seconds=rng.uniform(-4, 2))
    stale = replace(command(), issued_at=issued, expires_at=own_word)
    return Case(check_command, sign(COMMAND, stale, OURS.command), Reason.EXPIRED, f"issued {issued}")


def not_yet_valid(rng: random.Random) -> Case:
    issued = NOW + timedelta(seconds=rng.uniform(61, 1e7))
    early = replace(command(), issued_at=issued, expires_at=issued + timedelta(minutes=10))
    return Case(check_command, sign(COMMAND, early, OURS.command), Reason.NOT_YET_VALID, f"issued {issued}")


def wrong_device(rng: random.Random) -> Case:
    other = EnrolmentId(rng.choice((DEVICE.upper(), DEVICE[:-1], f"{DEVICE} ", "", rng.randbytes(16).hex())))
    if rng.random() < 0.2:
        head = ReceiptHead(other, 3, "ab" * 32, NOW)
        return Case(check_head, sign(RECEIPT_HEAD, head, OURS.command), Reason.WRONG_AUDIENCE, other)
    one = rng.choice(TIMED)
    token = sign(one.kind, replace(one.payload, audience=other), one.key)
    return Case(one.check, token, Reason.WRONG_AUDIENCE, f"for {other!r}")


def wrong_tenant(rng: random.Random) -> Case:
    if rng.random() < 0.4:
        name = rng.choice(("Andere NV", ORGANISATION_LOOKALIKE, "", rng.randbytes(6).hex()))
        token = sign(POLICY, replace(policy(5), organisation=name), OURS.policy)
        return Case(check_policy, token, Reason.WRONG_AUDIENCE, f"policy of {name!r}")
    one = rng.choice(MESSAGES)
    key = {KEY_SET: THEIRS.root, POLICY: THEIRS.policy}.get(one.kind, THEIRS.command)
    return Case(one.check, sign(one.kind, one.payload, key), Reason.UNKNOWN_KEY, "another platform's key")


ORGANISATION_LOOKALIKE = "Vооrbeeld BV"  # two Cyrillic letters


def wrong_type(rng: random.Random) -> Case:
    """A token that is good, as something else; or the right name on another payload."""
    one, other = rng.sample(MESSAGES, 2)
    if rng.random() < 0.5:
        kind = rng.choice((other.kind, RECEIPT, ACTION, ASSERTION))
        token = seal(header_of(one, typ=kind.typ), encode(one.payload), one.key)
        return Case(one.check, token, Reason.WRONG_TYPE, f"{kind.typ} shown as {one.kind.typ}")
    token = seal(header_of(one), encode(other.payload), one.key)
    return Case(one.check, token, Reason.BAD_PAYLOAD, f"payload of {other.kind.typ} in {one.kind.typ}")


def wrong_algorithm(rng: random.Random) -> Case:
    one = rng.choice(MESSAGES)
    name = rng.choice(("none", "None", "", "HS256", "EdDSA", "ES256", "RS256", "ed25519", "Ed448"))
    signing_input = (
        f"{to_base64url(json.dumps(header_of(one, alg=name)).encode())}.{to_base64url(encode(one.payload))}"
    )
    # The public key as an HMAC secret: the oldest confusion there is.
    mac = hmac.new(base64.urlsafe_b64decode(public_of(one.key) + "="), signing_input.encode(), hashlib.sha256)
    signature = "" if name.lower() == "none" else to_base64url(mac.digest())
    return Case(one.check, f"{signing_input}.{signature}", Reason.WRONG_ALGORITHM, f"alg {name!r}")


def extra_header(rng: random.Random) -> Case:
    one = rng.choice(MESSAGES)
    stranger = key_from(rng.randbytes(32))
    extras: dict[str, Any] = {
        "jwk": stranger.as_dict(private=False),
        "jku": "https://example.org/keys",
        "x5u": "https://example.org/cert",
        "x5c": ["AAAA"],
        "crit": ["exp"],
        "cty": "JWT",
        rng.randbytes(4).hex(): 1,
    }
    name = rng.choice(list(extras))
    signer = rng.choice((stranger, one.key))
    if rng.random() < 0.1:
        header = header_of(one)
        del header["kid"]
        return Case(one.check, seal(header, encode(one.payload), signer), Reason.EXTRA_HEADER, "no kid")
    more = {"b64": False, "crit": ["b64"]} if rng.random() < 0.1 else {name: extras[name]}
    token = seal(header_of(one, **more), encode(one.payload), signer)
    return Case(one.check, token, Reason.EXTRA_HEADER, ", ".join(more))


def rolled_back(rng: random.Random) -> Case:
    match rng.randrange(4):
        case 0:
            token, check = OURS.signed_set(rng.choice((1, 0, -7))), check_key_set
        case 1:
            old = rng.choice((policy(rng.randrange(-3, 4)), replace(policy(4), idle_lock="PT8H")))
            token, check = sign(POLICY, old, OURS.policy), check_policy
        case 2:
            swapped = KeySet(2, THEIRS.set_of().keys)
            token, check = sign(KEY_SET, swapped, OURS.root), check_key_set
        case _:
            before = NOW - timedelta(hours=1, seconds=rng.uniform(61, 1e7))
            token, check = sign(GRANT, grant(at=before), OURS.command), check_grant
    return Case(check, token, Reason.ROLLED_BACK, "older than what is held")


def reordered(rng: random.Random) -> Case:
    """Messages in another order than they were sent: all but the newest so far must be refused."""
    if rng.random() < 0.4:
        nonces = [to_base64url(rng.randbytes(32)) for _ in range(2)]
        one = rng.choice(TIMED)
        token = sign(one.kind, replace(one.payload, nonce=nonces[1]), one.key)
        first = replace(meeting(), nonce=nonces[0])
        check: Check = (
            (lambda token: verify_grant(token, OURS.trusted, first, None))
            if one.kind is GRANT
            else (lambda token: verify_command(token, OURS.trusted, first, NOW, ()))
        )
        return Case(check, token, Reason.WRONG_NONCE, "the answers of two contacts, swapped")
    newest, late = sorted(rng.sample(range(1, 50), 2), reverse=True)
    if rng.random() < 0.5:
        known = verify_policy(sign(POLICY, policy(newest), OURS.policy), OURS.trusted, enrolment(), None)
        token = sign(POLICY, policy(late), OURS.policy)
        return Case(
            lambda token: verify_policy(token, OURS.trusted, enrolment(), known),
            token,
            Reason.ROLLED_BACK,
            f"revision {late} after {newest}",
        )
    held = verify_key_set(OURS.signed_set(newest), OURS.root_public, None)
    return Case(
        lambda token: verify_key_set(token, OURS.root_public, held),
        OURS.signed_set(late),
        Reason.ROLLED_BACK,
        f"version {late} after {newest}",
    )


def key_confusion(rng: random.Random) -> Case:
    """Keys of our own platform, used for what they are not for."""
    if rng.random() < 0.3:
        return _unfit_key_set(rng)
    one = rng.choice(MESSAGES)
    device = key_from(rng.randbytes(32))
    others = [
        k for k in (OURS.root, OURS.policy, OURS.command, device) if k.thumbprint() != one.key.thumbprint()
    ]
    wrong = rng.choice(others)
    if rng.random() < 0.5:
        return Case(one.check, sign(one.kind, one.payload, wrong), Reason.UNKNOWN_KEY, "a key of another use")
    kid = rng.choice((one.key.thumbprint(), "1"))
    reason = Reason.UNKNOWN_KEY if kid == "1" else Reason.BAD_SIGNATURE
    return Case(one.check, seal(header_of(one, kid=kid), encode(one.payload), wrong), reason, f"kid {kid}")


def _unfit_key_set(rng: random.Random) -> Case:
    good = OURS.set_of(3)
    policy_key, command_key, seal_key = good.keys
    unfit = {
        "one key, two uses": (
            replace(command_key, public=policy_key.public, kid=policy_key.kid),
            policy_key,
            seal_key,
        ),
        "a signing key that seals": (policy_key, command_key, replace(seal_key, public=command_key.public)),
        "no seal key": (policy_key, command_key),
        "two seal keys": (*good.keys, PlatformKey(KeyUse.SEAL, "2", to_base64url(rng.randbytes(32)))),
        "another key's kid": (replace(policy_key, kid=command_key.kid), command_key, seal_key),
        "a key of 31 bytes": (
            replace(policy_key, public=to_base64url(rng.randbytes(31))),
            command_key,
            seal_key,
        ),
        "not base64url": (policy_key, command_key, replace(seal_key, public="!" * 43)),
    }
    what = rng.choice(sorted(unfit))
    return Case(check_key_set, sign(KEY_SET, KeySet(3, unfit[what]), OURS.root), Reason.BAD_PAYLOAD, what)


def bad_payload(rng: random.Random) -> Case:
    """The right key over the wrong shape: a platform with a fault, or a newer protocol."""
    one = rng.choice(MESSAGES)
    body: dict[str, Any] = json.loads(encode(one.payload))
    name = rng.choice(sorted(body))
    what = rng.choice(("extra field", "null", "wrong type", "not JSON", "a list", "naive time", "last day"))
    if what in ("naive time", "last day"):
        one = rng.choice((*TIMED, MESSAGES[1]))
        body = json.loads(encode(one.payload))
        name = {GRANT: "server_time", COMMAND: "issued_at", POLICY: "in_force_since"}[one.kind]
        body[name] = "2026-11-24T09:00:00" if what == "naive time" else "9999-12-31T23:59:59Z"
    elif what == "extra field":
        body[rng.randbytes(3).hex()] = 1
    elif what == "null":
        body[name] = None
    elif what == "wrong type":
        body[name] = {"at": [rng.random()]}
    raw = {"not JSON": encode(one.payload)[:-1], "a list": json.dumps([body]).encode()}.get(
        what, json.dumps(body).encode()
    )
    return Case(one.check, seal(header_of(one), raw, one.key), Reason.BAD_PAYLOAD, f"{what}: {name}")


def unfit_policy(rng: random.Random) -> Case:
    """A policy that nobody could obey, well signed."""
    good = policy(5)
    unfit = {
        "wipes before it locks": replace(good, lease=replace(good.lease, wipe_after="P6D")),
        "locks before it warns": replace(good, lease=replace(good.lease, warn_after="P8D")),
        "negative": replace(good, lease=replace(good.lease, warn_after="-P1D")),
        "not a duration": replace(good, lease=replace(good.lease, lock_after="soon")),
        "beyond the calendar": replace(good, lease=replace(good.lease, wipe_after="P9000Y")),
        "scrub": replace(good, scrub_within="when idle"),
        "idle lock": replace(good, idle_lock=""),
        "zone": replace(good, schedule=replace(good.schedule, zone="Mars/Olympus")),
        "rule": replace(
            good, schedule=replace(good.schedule, rules=(replace(good.schedule.rules[0], keep="90"),))
        ),
    }
    what = rng.choice(sorted(unfit))
    return Case(check_policy, sign(POLICY, unfit[what], OURS.policy), Reason.BAD_PAYLOAD, what)


CLASSES: dict[str, Callable[[random.Random], Case]] = {
    make.__name__: make
    for make in (
        forged,
        mutated,
        malformed,
        replayed,
        expired,
        not_yet_valid,
        wrong_device,
        wrong_tenant,
        wrong_type,
        wrong_algorithm,
        extra_header,
        rolled_back,
        reordered,
        key_confusion,
        bad_payload,
        unfit_policy,
    )
}

__all__ = ["CLASSES", "MESSAGES", "NONCE", "Case", "CommandKind", "Signed"]
