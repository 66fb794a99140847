"""A chart as vectors on a page."""

from collections.abc import Mapping
from typing import Any

from reportlab.graphics.renderPDF import _PDFRenderer
from reportlab.graphics.shapes import STATE_DEFAULTS, Drawing


class _ChartPen(_PDFRenderer):
    """reportlab's walk over a drawing, which begins by choosing Helvetica though no word uses it (R04)."""

    def applyStateChanges(self, delta: Mapping[str, Any], newState: object) -> None:
        """Apply what a node sets, without the first font: choosing it declares it on the page."""
        if delta.get("fontName") == STATE_DEFAULTS["fontName"]:
            delta = {key: value for key, value in delta.items() if key not in {"fontName", "fontSize"}}
        super().applyStateChanges(delta, newState)


def draw_vectors(drawing: Drawing, canvas: Any, x: float, y: float) -> None:
    """Draw with the lower left corner at ``x``, ``y``, in points."""
    pen: Any = _ChartPen()  # the stubs ask for whole points
    pen.draw(drawing, canvas, x, y, showBoundary=0)
