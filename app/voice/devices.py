"""The sound card, or the lack of one."""

from typing import Any

from app.ports.voice import AudioDevice, Devices


def describe_devices() -> Devices:
    """Return the inputs and outputs of this computer, read afresh; `null` when a call has none to use.

    Blocking; never while a stream is open in this process, since reading afresh restarts the sound library.
    """
    try:
        import sounddevice
    except OSError:  # there is no PortAudio library on this computer
        return Devices((), null=True)
    # PortAudio lists devices once, when it starts: a headset plugged in later would never show.
    sounddevice._terminate()
    sounddevice._initialize()
    apis = sounddevice.query_hostapis()
    found = tuple(
        device
        for index, entry in enumerate(sounddevice.query_devices())
        for device in _sides(index, entry, apis[entry["hostapi"]])
    )
    both = any(d.is_input for d in found) and any(not d.is_input for d in found)
    return Devices(found, null=not both)


def index_of(device_id: str, *, is_input: bool) -> int | None:
    """Return the sound library's number of a device, None when it is not there."""
    import sounddevice

    apis = sounddevice.query_hostapis()
    for index, entry in enumerate(sounddevice.query_devices()):
        for device in _sides(index, entry, apis[entry["hostapi"]]):
            if device.id == device_id and device.is_input == is_input:
                return index
    return None


def _sides(index: int, entry: dict[str, Any], api: dict[str, Any]) -> list[AudioDevice]:
    # Numbers change with every plug pulled; the driver's and the device's names do not.
    identity, name = f"{api['name']}: {entry['name']}", str(entry["name"])
    sides = []
    if entry["max_input_channels"]:
        sides.append(AudioDevice(identity, name, True, index == api["default_input_device"]))
    if entry["max_output_channels"]:
        sides.append(AudioDevice(identity, name, False, index == api["default_output_device"]))
    return sides
