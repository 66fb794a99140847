"""What the caller of the main window passes: the modules on the left and what stands on the top bar."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.context import UiContext

if TYPE_CHECKING:
    from app.ui.screen import ScreenBase


@dataclass(frozen=True, slots=True)
class Module:
    """One entry of the left list; ``factory`` imports its screen when called, not before."""

    key: str
    title: str
    icon: str
    factory: "Callable[[UiContext], ScreenBase]"
    words: str = ""
    """More words by which Ctrl+K finds it."""
    parent: str = ""
    """The module under whose button on the left it stands; a module with a parent has none of its own."""
    is_for_hubs: bool = False
    """Whether only an office that collects from others has it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Who works here: the office, its role in words."""

    unit: str = ""
    role: str = ""
    collects: bool = True
    """Whether other units report to it; the modules of a hub are away where none do."""
