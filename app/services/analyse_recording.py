"""Keep what can be derived from a transcript; computed here, once for each transcript and set of weights."""

import asyncio
from collections.abc import Callable

from app.analysis.analyse import analyse, made_with
from app.analysis.findings import Analysis
from app.analysis.model import Weights
from app.domain.recording import Recording, Transcript
from app.ports.stores import CampaignStore, RecordingStore
from app.protocol.codec import decode
from resources import outcome_weights


def shipped_weights() -> Weights:
    """Return the weights that ship with the console; reads the disk."""
    return decode(Weights, outcome_weights().read_bytes())


class AnalyseRecording:
    """Nothing it finds is ever set as an outcome: that is a person's decision."""

    def __init__(
        self,
        recordings: RecordingStore,
        campaigns: CampaignStore,
        load: Callable[[], Weights] = shipped_weights,
    ) -> None:
        """`load` reads the weights; it is called once, in a thread."""
        self._recordings = recordings
        self._campaigns = campaigns
        self._load = load
        self._weights: Weights | None = None

    async def of(self, recording: Recording, transcript: Transcript) -> Analysis:
        """Return the analysis of a recording's transcript, as kept, or made in a thread and kept."""
        if self._weights is None:
            self._weights = await asyncio.to_thread(self._load)
        weights = self._weights
        kept = await self._recordings.analysis(recording.id)
        if kept is not None and kept.made_with == made_with(weights) and kept.is_of(transcript):
            return kept
        campaign = await self._campaigns.get(recording.campaign_id)
        script = None if campaign is None else campaign.script(transcript.language)
        made = await asyncio.to_thread(analyse, transcript, script, weights)
        await self._recordings.put_analysis(made)
        return made
