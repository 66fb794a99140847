"""Registers for the tests of the use cases."""

from tests.register import register, register_path, template

__all__ = ["register", "register_path", "template"]
