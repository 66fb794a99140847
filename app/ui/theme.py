"""The colours of the program: two themes, every pair of ink and ground at 4.5:1 or better."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from app.ui.tone import Tone


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours; ``tones`` gives ink, ground and edge for what a colour says."""

    is_dark: bool
    window: str
    surface: str
    raised: str
    line: str
    line_strong: str
    ink: str
    ink_soft: str
    accent: str
    accent_ink: str
    accent_soft: str
    rail: str
    rail_ink: str
    rail_ink_soft: str
    rail_chosen: str
    selection: str
    selection_ink: str
    hover: str
    stripe: str
    tones: dict[Tone, tuple[str, str, str]]

    def ink_of(self, tone: Tone) -> str:
        """Return the ink of a tone."""
        return self.tones[tone][0]


LIGHT = Theme(
    is_dark=False,
    window="#f3f5f8",
    surface="#ffffff",
    raised="#ffffff",
    line="#dfe4ea",
    line_strong="#8893a2",
    ink="#18212d",
    ink_soft="#52606f",
    accent="#0f5f9e",
    accent_ink="#ffffff",
    accent_soft="#e3eff9",
    rail="#12304d",
    rail_ink="#ffffff",
    rail_ink_soft="#c3d3e3",
    rail_chosen="#1f4d78",
    selection="#cfe4f7",
    selection_ink="#0d2137",
    hover="#eaf1f8",
    stripe="#f8fafc",
    tones={
        Tone.NEUTRAL: ("#4a5765", "#eceff3", "#d5dbe2"),
        Tone.INFO: ("#0b568f", "#e3eff9", "#bcd9f0"),
        Tone.GOOD: ("#14663a", "#e2f4e9", "#b5dfc6"),
        Tone.WARNING: ("#855000", "#fdf1d8", "#f0d79f"),
        Tone.BAD: ("#a8231d", "#fde8e6", "#f3c1bd"),
    },
)

DARK = Theme(
    is_dark=True,
    window="#14191f",
    surface="#1b222a",
    raised="#232c36",
    line="#303b47",
    line_strong="#73808f",
    ink="#e8edf2",
    ink_soft="#a9b5c2",
    accent="#7cbcf0",
    accent_ink="#0c1c2b",
    accent_soft="#1e3a53",
    rail="#0e1b29",
    rail_ink="#f2f6fa",
    rail_ink_soft="#a7b9cb",
    rail_chosen="#1d3f60",
    selection="#264b6d",
    selection_ink="#f4f8fc",
    hover="#25303b",
    stripe="#1e262f",
    tones={
        Tone.NEUTRAL: ("#bcc6d1", "#2a333d", "#3d4955"),
        Tone.INFO: ("#8dc7f5", "#1b3850", "#2b5575"),
        Tone.GOOD: ("#84d6a3", "#1b3b2a", "#2b5c41"),
        Tone.WARNING: ("#f0c36a", "#40321a", "#64502a"),
        Tone.BAD: ("#ff9d96", "#472422", "#6e3835"),
    },
)

_current = LIGHT


def current_theme() -> Theme:
    """Return the theme in use, for what is painted by hand."""
    return _current


def use_theme(theme: Theme) -> None:
    """Change what is painted by hand; ``application.apply_look`` calls this."""
    global _current
    _current = theme


def palette(theme: Theme) -> QPalette:
    """Return Qt's palette of a theme."""
    chosen = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.ink,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.stripe,
        QPalette.ColorRole.Text: theme.ink,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.ink,
        QPalette.ColorRole.BrightText: theme.ink_of(Tone.BAD),
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.ink,
        QPalette.ColorRole.PlaceholderText: theme.ink_soft,
        QPalette.ColorRole.Highlight: theme.selection,
        QPalette.ColorRole.HighlightedText: theme.selection_ink,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Midlight: theme.line,
        QPalette.ColorRole.Mid: theme.line_strong,
        QPalette.ColorRole.Dark: theme.line_strong,
    }
    for role, colour in roles.items():
        chosen.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        chosen.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.ink_soft))
    return chosen
