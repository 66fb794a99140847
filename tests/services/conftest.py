"""Registers for the tests of the use cases."""

from tests.register import register, register_path, template

__all__ = ["register", "register_path", "template"]
from tests.sample import sample as sample
from tests.sample import sample_template as sample_template
