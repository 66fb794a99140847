"""No letter of the language is forgotten, and none is counted twice."""

from app.core.alphabet import vietnamese_letters
from app.core.text import normalize


def test_every_letter_once() -> None:
    letters = vietnamese_letters()
    assert len(letters) == len(set(letters))
    assert set("ăâđêôơưẠằễợữỵỆỐĐ₫") <= set(letters)
    assert sum(letter.islower() for letter in letters) == 12 * 6 + 17


def test_the_letters_are_composed() -> None:
    assert all(normalize(letter) == letter for letter in vietnamese_letters())
