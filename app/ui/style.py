"""The one style sheet, made from a theme and the height of a line."""

from app.system.paths import resources_folder
from app.ui.theme import Theme
from app.ui.tone import Tone


def style_sheet(theme: Theme, points: float, line: int) -> str:
    """Return the style sheet; ``points`` is the font's size, ``line`` its height in pixels."""
    kind = "dark" if theme.is_dark else "light"
    icons = (resources_folder() / "icons").as_posix()
    small, pad, wide = max(2, line // 8), max(4, line // 4), max(8, line // 2)
    mark = max(14, int(line * 0.8))
    images = {name: f'url("{icons}/{name}-{kind}.svg")' for name in ("check", "down", "up")}
    return "".join(
        (
            _texts(theme, points),
            _buttons(theme, small, pad, wide),
            _fields(theme, small, pad, mark, images),
            _lists(theme, pad),
            _frames(theme, pad, wide),
            _bars(theme, line),
        )
    )


def _texts(theme: Theme, points: float) -> str:
    return f"""
QToolTip {{ background: {theme.raised}; color: {theme.ink}; border: 1px solid {theme.line_strong};
  padding: 4px; }}
QLabel[kind="title"] {{ font-size: {points * 1.25:.1f}pt; font-weight: 600; color: {theme.ink}; }}
QLabel[kind="strong"] {{ font-weight: 600; }}
QLabel[kind="soft"] {{ color: {theme.ink_soft}; }}
QLabel[kind="error"] {{ color: {theme.ink_of(Tone.BAD)}; }}
QLabel[kind="link"] {{ color: {theme.accent}; }}
QPushButton[kind="link"] {{ color: {theme.accent}; background: transparent; border: none; padding: 0;
  text-align: left; text-decoration: underline; }}
"""


def _buttons(theme: Theme, small: int, pad: int, wide: int) -> str:
    return f"""
QPushButton, QToolButton {{
  background: {theme.raised}; color: {theme.ink}; border: 1px solid {theme.line_strong}; border-radius: 5px;
  padding: {pad}px {wide}px; }}
QToolButton {{ padding: {pad}px {pad - 1}px; }}
QPushButton:hover, QToolButton:hover {{ background: {theme.hover}; border-color: {theme.accent}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {theme.accent_soft}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {theme.accent};
  padding: {pad - 1}px {wide - 1}px; }}
QToolButton:focus {{ padding: {pad - 1}px {pad - 2}px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {theme.ink_soft}; background: {theme.window};
  border-color: {theme.line}; }}
QToolButton[autoRaise="true"] {{ background: transparent; border: 1px solid transparent;
  padding: {small}px; }}
QToolButton[autoRaise="true"]:hover {{ background: {theme.hover}; }}
QToolButton[autoRaise="true"]:focus {{ border: 1px solid {theme.accent}; }}
QPushButton[kind="primary"], QToolButton[kind="primary"] {{
  background: {theme.accent}; color: {theme.accent_ink}; border-color: {theme.accent}; font-weight: 600; }}
QPushButton[kind="primary"]:hover, QToolButton[kind="primary"]:hover {{ border-color: {theme.ink}; }}
QPushButton[kind="primary"]:focus, QToolButton[kind="primary"]:focus {{ border: 2px solid {theme.ink}; }}
QPushButton[kind="primary"]:disabled, QToolButton[kind="primary"]:disabled {{
  background: {theme.line}; color: {theme.ink_soft}; border-color: {theme.line}; }}
QPushButton[kind="danger"] {{ background: {theme.surface}; color: {theme.ink_of(Tone.BAD)};
  border-color: {theme.ink_of(Tone.BAD)}; font-weight: 600; }}
"""


def _fields(theme: Theme, small: int, pad: int, mark: int, images: dict[str, str]) -> str:
    bad = theme.ink_of(Tone.BAD)
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {{
  background: {theme.surface}; color: {theme.ink}; border: 1px solid {theme.line_strong}; border-radius: 5px;
  padding: {small + 1}px {pad}px; selection-background-color: {theme.accent};
  selection-color: {theme.accent_ink}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus {{
  border: 2px solid {theme.accent}; padding: {small}px {pad - 1}px; }}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] {{
  border: 2px solid {bad}; padding: {small}px {pad - 1}px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QLineEdit:read-only {{
  background: {theme.window}; color: {theme.ink_soft}; border-color: {theme.line}; }}
QComboBox {{ padding-right: {mark + pad}px; }}
QComboBox::drop-down {{ border: none; width: {mark + pad}px; }}
QComboBox::down-arrow {{ image: {images["down"]}; width: {mark}px; height: {mark}px; }}
QComboBox QAbstractItemView {{ background: {theme.raised}; border: 1px solid {theme.line_strong};
  selection-background-color: {theme.selection}; selection-color: {theme.selection_ink}; }}
QSpinBox::up-button, QSpinBox::down-button {{ border: none; width: {mark}px; }}
QSpinBox::up-arrow {{ image: {images["up"]}; width: {mark - 4}px; height: {mark - 4}px; }}
QSpinBox::down-arrow {{ image: {images["down"]}; width: {mark - 4}px; height: {mark - 4}px; }}
QCheckBox, QRadioButton {{ spacing: {pad + 2}px; padding: 2px; }}
QCheckBox:focus, QRadioButton:focus {{ color: {theme.accent}; }}
QCheckBox::indicator, QListView::indicator, QTreeView::indicator, QTableView::indicator {{
  width: {mark - 2}px; height: {mark - 2}px; border: 1px solid {theme.line_strong}; border-radius: 3px;
  background: {theme.surface}; }}
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked,
QTableView::indicator:checked {{
  background: {theme.accent}; border-color: {theme.accent}; image: {images["check"]}; }}
QListView::indicator:indeterminate, QCheckBox::indicator:indeterminate {{
  background: {theme.accent_soft}; border: 3px solid {theme.accent};
  width: {mark - 6}px; height: {mark - 6}px; }}
QRadioButton::indicator {{ width: {mark - 2}px; height: {mark - 2}px; border: 1px solid {theme.line_strong};
  border-radius: {mark // 2}px; background: {theme.surface}; }}
QRadioButton::indicator:checked {{ border: {mark // 3}px solid {theme.accent}; width: {mark // 3}px;
  height: {mark // 3}px; }}
"""


def _lists(theme: Theme, pad: int) -> str:
    return f"""
QTableView, QListView, QTreeView {{
  background: {theme.surface}; color: {theme.ink}; border: 1px solid {theme.line}; border-radius: 6px;
  gridline-color: {theme.line}; selection-background-color: {theme.selection};
  selection-color: {theme.selection_ink}; outline: none; }}
QTableView:focus, QListView:focus, QTreeView:focus {{ border: 1px solid {theme.accent}; }}
QTableView::item {{ padding: 0 {pad}px; }}
QListView::item {{ padding: {pad // 2}px {pad}px; }}
QListView::item:hover {{ background: {theme.hover}; }}
QListView::item:selected {{ background: {theme.selection}; color: {theme.selection_ink}; }}
QHeaderView {{ background: {theme.window}; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QTableCornerButton::section {{ background: {theme.window}; border: none; }}
QMenu {{ background: {theme.raised}; color: {theme.ink}; border: 1px solid {theme.line_strong};
  padding: 4px; }}
QMenu::item {{ padding: {pad}px {pad * 5}px {pad}px {pad * 3}px; border-radius: 4px; }}
QMenu::item:selected {{ background: {theme.selection}; color: {theme.selection_ink}; }}
QMenu::item:disabled {{ color: {theme.ink_soft}; }}
QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px; }}
"""


def _frames(theme: Theme, pad: int, wide: int) -> str:
    banners = "".join(
        f'QFrame#banner[tone="{tone.value}"] {{ background: {ground}; border: 1px solid {edge};'
        " border-radius: 6px; }\n"
        f'QFrame#banner[tone="{tone.value}"] QLabel {{ color: {ink}; }}\n'
        for tone, (ink, ground, edge) in theme.tones.items()
    )
    return f"""
QMainWindow, QDialog {{ background: {theme.window}; }}
QFrame#card, QFrame#doubt_bar, QFrame#column_filter, QFrame#palette_box {{ background: {theme.raised};
  border: 1px solid {theme.line}; border-radius: 8px; }}
QFrame#column_filter, QFrame#palette_box {{ border: 1px solid {theme.line_strong}; border-radius: 0; }}
QFrame#top_bar {{ background: {theme.surface}; border: none; border-bottom: 1px solid {theme.line}; }}
QFrame#status_line {{ background: {theme.surface}; border: none; border-top: 1px solid {theme.line}; }}
QFrame#rail {{ background: {theme.rail}; border: none; }}
QFrame#rail QLabel {{ color: {theme.rail_ink}; }}
QFrame#rail QToolButton {{ background: transparent; color: {theme.rail_ink_soft}; border: none;
  border-left: 3px solid transparent; border-radius: 0; padding: 0 {wide}px; text-align: left; }}
QFrame#rail QToolButton:hover {{ background: {theme.rail_chosen}; color: {theme.rail_ink}; }}
QFrame#rail QToolButton:focus {{ border: 1px solid {theme.rail_ink}; border-left: 3px solid {theme.rail_ink};
  padding: 0 {wide - 1}px 0 {wide}px; }}
QFrame#rail QToolButton:checked {{ background: {theme.rail_chosen}; color: {theme.rail_ink}; font-weight: 600;
  border-left: 3px solid #7cbcf0; }}
QTabWidget::pane {{ border: 1px solid {theme.line}; border-radius: 6px; background: {theme.surface}; }}
QTabBar::tab {{ background: transparent; color: {theme.ink_soft}; padding: {pad}px {wide}px;
  border-bottom: 3px solid transparent; }}
QTabBar::tab:hover {{ color: {theme.ink}; background: {theme.hover}; }}
QTabBar::tab:selected {{ color: {theme.accent}; border-bottom: 3px solid {theme.accent}; font-weight: 600; }}
QGroupBox {{ border: 1px solid {theme.line}; border-radius: 6px; margin-top: {wide + pad}px;
  padding: {pad}px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: {wide}px; color: {theme.ink_soft}; }}
QSplitter::handle {{ background: {theme.line}; }}
QSplitter::handle:horizontal {{ width: 1px; margin: 0 4px; }}
QSplitter::handle:vertical {{ height: 1px; margin: 4px 0; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
{banners}"""


def _bars(theme: Theme, line: int) -> str:
    thick = max(12, int(line * 0.55))
    return f"""
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {thick}px; }}
QScrollBar:horizontal {{ height: {thick}px; }}
QScrollBar::handle {{ background: {theme.line_strong}; border-radius: {thick // 2 - 2}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {line}px; }}
QScrollBar::handle:horizontal {{ min-width: {line}px; }}
QScrollBar::handle:hover {{ background: {theme.ink_soft}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {theme.line}; border: none; border-radius: 4px; color: {theme.ink};
  text-align: center; min-height: 8px; max-height: 8px; }}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: 4px; }}
"""
