"""Blocks of cells as spreadsheets exchange them: tab between cells, one line a row; no Qt."""

from collections.abc import Sequence

Block = list[list[str]]


def read_block(text: str) -> Block:
    """Read what a spreadsheet copied; a cell with line breaks or tabs stands in double quotes."""
    rows: Block = [[]]
    cell: list[str] = []
    quoted = False
    place, end = 0, len(text.rstrip("\r\n"))
    while place < end:
        char = text[place]
        if quoted:
            if char == '"' and text[place + 1 : place + 2] == '"':
                cell.append('"')
                place += 1
            elif char == '"':
                quoted = False
            else:
                cell.append(char)
        elif char == '"' and not cell:
            quoted = True
        elif char in "\t\n":
            rows[-1].append("".join(cell).strip())
            cell = []
            if char == "\n":
                rows.append([])
        elif char != "\r":
            cell.append(char)
        place += 1
    rows[-1].append("".join(cell).strip())
    return rows if text.strip("\r\n") else []


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """Write cells as a spreadsheet takes them."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    if any(sign in cell for sign in '\t\n"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
