"""Voice lines of this platform: whose they are, and the simulated customer who answers.

A production platform has its own WebRTC gateway here; the embedded one answers with real audio, so that a
whole call can be made without a telephone network.
"""

import zlib
from typing import TYPE_CHECKING

from app.domain.ids import CallId, UserId
from app.protocol.messages import FarEnd
from app.reference_platform.problems import bad_request, not_found

if TYPE_CHECKING:
    from app.reference_platform.simulation.voices import Voices
    from app.reference_platform.voice import VoiceGateway

VOICES = {"nl": "helderzon", "en": "northgate", "fr": "mutualis"}
"""Which demo voices speak a campaign's language; others hear the English ones."""

REMEMBERED = 1000


class Lines:
    """Opens lines one call at a time. WebRTC is loaded with the first call, not at start."""

    def __init__(self) -> None:
        self._owners: dict[CallId, UserId] = {}
        self._gateway: VoiceGateway | None = None
        self._voices: Voices | None = None

    async def answer(self, call_id: CallId, user_id: UserId, sdp: str, language: str) -> str:
        """Return the SDP answer; a call that is another person's is not found."""
        from app.reference_platform.simulation.plans import Ending
        from app.reference_platform.simulation.voices import Voices
        from app.reference_platform.voice import InvalidOffer, VoiceGateway, live_customer

        if self._owners.setdefault(call_id, user_id) != user_id:
            raise not_found("call")
        while len(self._owners) > REMEMBERED:
            del self._owners[next(iter(self._owners))]
        self._gateway = self._gateway or VoiceGateway()
        self._voices = self._voices or Voices.load()
        endings = (Ending.APPOINTMENT, Ending.CALLBACK, Ending.PRICE_SENT, Ending.DECLINED)
        seed = zlib.crc32(call_id.encode("utf-8"))
        voices = VOICES.get(language, VOICES["en"])
        customer = live_customer(self._voices, voices, seed, endings[seed % len(endings)])
        try:
            return await self._gateway.answer(call_id, sdp, customer)
        except InvalidOffer as error:
            raise bad_request("The SDP offer cannot be used.") from error

    def far_end(self, call_id: CallId, user_id: UserId | None) -> FarEnd:
        """Return what was heard of a person's own call, or of any for None; 404 for any other."""
        found = None if self._gateway is None else self._gateway.far_end(call_id)
        if found is None or (user_id is not None and self._owners.get(call_id) != user_id):
            raise not_found("call")
        return found

    async def close(self) -> None:
        """Hang up every call."""
        if self._gateway is not None:
            await self._gateway.close()
