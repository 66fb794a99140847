"""Registers for the tests of the use cases."""

from tests.apart import apart_commune, apart_hub
from tests.offices import commune, first, hub, joined, made_offices, march, office_templates, sealed
from tests.register import register, register_path, template
from tests.sample import sample, sample_template

__all__ = [
    "apart_commune",
    "apart_hub",
    "commune",
    "first",
    "hub",
    "joined",
    "made_offices",
    "march",
    "office_templates",
    "register",
    "register_path",
    "sample",
    "sample_template",
    "sealed",
    "template",
]
