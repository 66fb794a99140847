"""Registers for the tests of the use cases."""

from tests.register import register, register_path, template

__all__ = ["register", "register_path", "template"]
from tests.sample import sample as sample
from tests.sample import sample_template as sample_template
from tests.offices import commune as commune
from tests.offices import hub as hub
from tests.offices import joined as joined
from tests.offices import office_templates as office_templates
