"""The sample register: one district in the first quarter of 2024, all words and numbers our own."""

from app.services.sample.loader import SAMPLE_DAY, LoadedSample, load_sample

__all__ = ["SAMPLE_DAY", "LoadedSample", "load_sample"]
