"""Why a proposal was made, in words for the person who decides on it."""

from app.intake.deadlines import Deadline
from app.intake.vocabulary import word_list


def order_reason(rule: str) -> str:
    """Return what a rule of order says, the rule's name where nothing is written of it."""
    return str(word_list("rules")["orders"].get(rule, rule))


def time_reason(rule: str) -> str:
    """Return what a rule of time says, the rule's name where nothing is written of it."""
    return str(word_list("rules")["times"].get(rule, rule))


def source_reason(source: str) -> str:
    """Return where a party was read."""
    return str(word_list("rules")["sources"].get(source, source))


def explain(rule: str, source: str, deadline: Deadline | None) -> str:
    """Return one sentence: why this is a task, where its party comes from, what its time rests on."""
    reasons = [f"Là nhiệm vụ vì {order_reason(rule)}", f"đơn vị thực hiện {source_reason(source)}"]
    if deadline is not None and deadline.rule:
        reasons.append(f"thời hạn “{deadline.text}”: {time_reason(deadline.rule)}")
    return "; ".join(reasons) + "."
