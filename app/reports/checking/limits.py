"""What the law allows, as numbers: sizes in points, lengths in millimetres (law: PLI, restated as data)."""

A4 = (210.0, 297.0)  # R01
TOP = BOTTOM = (20.0, 25.0)  # R03
LEFT, RIGHT = (30.0, 35.0), (15.0, 20.0)
PAGE_NUMBER = (13, 14)  # R07
NATION, MOTTO = (12, 13), (13, 14)  # R10, R11
AGENCY = (12, 13)  # R14, R15
NUMBER = (13, 13)  # R18
PLACE_DATE = (13, 14)  # R24
TITLE = SUBJECT = (13, 14)  # R26, R27
ABOUT, ABOUT_BEFORE = (12, 13), 6.0  # R29
ADDRESS = BASIS = BODY = (13, 14)  # R31, R32, R34
INDENTS = (1.0, 1.27)  # centimetres, R36
PARA_GAP = 6.0  # R37
LINES = (1.0, 1.5)  # R38
TABLE_LEAST = 11  # R45
SIGNER = (13, 14)  # R47, R48
SIGNATURE_ROOM = 28.0  # R50, advice
RECEIVERS, RECEIVER = (12, 12), (11, 11)  # R53, R54
ANNEX_LABEL, ANNEX_TITLE = (14, 14), (13, 14)  # R61-R63

# Rules as parts of the text above, with room for what drawing and measuring lose.
MOTTO_RULE = (0.93, 1.07)  # R12: as long as the text
SHORT_RULE = (0.30, 0.53)  # R16, R28: a third to a half
DRAFT_GAP = 12.0  # R21: room for the number that the clerk stamps
