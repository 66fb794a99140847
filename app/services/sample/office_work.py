"""Invented figures on the rest of an office's month: papers, plans, people, money."""

from app.services.sample.dossiers import Maker, Numbers, share


def papers(maker: Maker, month: int) -> Numbers:
    """Return papers in and out; signed and handled ones are part of all."""
    incoming, outgoing = maker.monthly("incoming", month), maker.monthly("outgoing", month)
    handled = share(incoming, maker.monthly("handled", month))
    return {
        "VB01": incoming,
        "VB02": handled,
        "VB03": share(handled, maker.between(90, 100, "timely", month)),
        "VB04": outgoing,
        "VB05": share(outgoing, maker.between(60, 98, "electronic papers", month)),
        "VB06": share(outgoing, maker.monthly("signed", month)),
    }


def direction(maker: Maker, month: int) -> Numbers:
    """Return the work of steering; the year's plan advances from month to month."""
    found = maker.between(0, 2, "found", month)
    plan = maker.fixed("plan_tasks")
    done = sum(maker.between(1, 3, "plan done", earlier) for earlier in range(month + 1))
    return {
        "CD01": maker.between(0, 4, "documents", month),
        "CD02": plan,
        "CD03": min(plan, done),
        "CD10": maker.between(0, 2, "inspections", month),
        "CD11": found,
        "CD12": min(found, maker.between(0, 2, "mended", month)),
        "CD16": maker.between(0, 6, "news", month),
        "CD18": maker.between(0, 1, "meetings", month),
        "CD19": 1 if maker.between(1, 15, "ideas", month) == 1 else 0,
        "TC02": maker.between(0, 6, "reviewed", month),
        "TC03": 0,
        "TC04": 0,
        "TC05": maker.between(0, 2, "law", month),
        "TT04": maker.between(0, 2, "simplified", month),
        "TT05": maker.between(0, 1, "proposals", month),
    }


def commune_work(maker: Maker, month: int) -> Numbers:
    """Return what only a commune counts: talks with citizens, broadcasts, neighbourhood teams, rules."""
    talks = 1 if maker.between(1, 4, "talks", month) == 1 else 0
    asked = talks * maker.between(2, 7, "asked for", month)
    return {
        "CD13": talks,
        "CD14": asked,
        "CD15": max(0, asked - maker.between(0, 2, "answered", month)),
        "CD17": maker.between(4, 20, "broadcasts", month),
        "VB09": maker.fixed("neighbourhoods"),
        "VB10": maker.monthly("guided", month),
        "TC01": 0,
    }


def people(maker: Maker, month: int) -> Numbers:
    """Return posts, people and their training."""
    posts = maker.fixed("posts")
    present = posts - maker.between(0, 1, "vacant", 0)
    qualified = present - maker.between(0, min(3, present - 1), "unqualified", 0)
    return {
        "BM01": posts,
        "BM02": present,
        "BM03": 0,
        "BM04": 1 if maker.between(1, 20, "reorganised", month) == 1 else 0,
        "CV01": present,
        "CV02": qualified,
        "CV04": maker.between(0, 5, "training", month),
        "CV05": 0,
        "CV06": present - maker.between(0, 1, "files", 0),
        "CV07": maker.between(0, 1, "discipline", month),
    }


def money(maker: Maker, month: int) -> Numbers:
    """Return the year's capital and what was paid out of it so far, in millions."""
    capital = maker.fixed("capital")
    paid = sum(maker.between(0, capital * 6 // 100, "paid out", earlier) for earlier in range(month + 1))
    debt = maker.fixed("capital") // 100
    return {
        "TF01": capital,
        "TF02": min(capital, paid),
        "TF04": maker.between(0, 1, "autonomy", 0),
        "TF05": 1,
        "TF06": debt,
        "TF07": share(debt, 30 + month * 20),
    }
