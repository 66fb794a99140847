"""Presets: the organisation, rules and catalogues that a fresh register starts with."""

from app.services.presets.loader import LoadedPreset, load_preset
from app.services.presets.parsing import PresetError
from app.services.presets.reader import PresetInfo, find_preset, list_presets, read_preset

__all__ = [
    "LoadedPreset",
    "PresetError",
    "PresetInfo",
    "find_preset",
    "list_presets",
    "load_preset",
    "read_preset",
]
