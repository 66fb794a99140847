"""Registers for the tests of the use cases."""

from tests.offices import commune, hub, joined, office_templates
from tests.register import register, register_path, template
from tests.sample import sample, sample_template

__all__ = [
    "commune",
    "hub",
    "joined",
    "office_templates",
    "register",
    "register_path",
    "sample",
    "sample_template",
    "template",
]
