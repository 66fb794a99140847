"""A seal code as it is read over the phone: digits by name, letters by a name that begins with them.

B and P, M and N, D and T sound alike on a bad line; names do not. What is still misheard
shows by the check sign.
"""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_NAMES = {
    **{str(number): word for number, word in enumerate(_DIGITS)},
    "A": "A An",
    "B": "B Bình",
    "C": "C Cường",
    "D": "D Dung",
    "E": "E Em",
    "F": "F Pháp",
    "G": "G Giang",
    "H": "H Hà",
    "J": "J Jun",
    "K": "K Khánh",
    "M": "M Mai",
    "N": "N Nam",
    "P": "P Phúc",
    "Q": "Q Quang",
    "R": "R Rồng",
    "S": "S Sơn",
    "T": "T Tâm",
    "V": "V Vinh",
    "W": "W Oa",
    "X": "X Xuân",
    "Y": "Y Yến",
    "Z": "Z Dét",
}


def spoken(code: str) -> str:
    """Return the words to read out, a group of four signs a line."""
    groups = [code[place : place + 4] for place in range(0, len(code), 4)]
    return "\n".join(", ".join(_NAMES[sign] for sign in group) for group in groups)
