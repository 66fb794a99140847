"""A view that remembers what it was shown and asked."""


class FakeView:
    def __init__(self):
        self.boxes, self.actions, self.told, self.codes = None, frozenset(), [], []
        self.watched, self.line, self.story, self.asked = ("", ()), None, None, []

    def show_boxes(self, boxes):
        self.boxes = boxes

    def show_watched(self, folder, files):
        self.watched = (folder, tuple(files))

    def show_line(self, line, story):
        self.line, self.story = line, story

    def show_nothing_chosen(self):
        self.line = self.story = None

    def show_actions(self, actions):
        self.actions = actions

    def tell(self, text, tone=None):
        self.told.append(text)

    def show_code(self, said, *, is_bad):
        self.codes.append((said, is_bad))

    def ask_code(self, code, units, now, save):
        self.asked.append((code, units, save))

    def ask_round(self, kind, units, ticked, save):
        self.asked.append((kind, units, tuple(ticked), save))

    def ask_key(self, line, save):
        self.asked.append((line, save))
