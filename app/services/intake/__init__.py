"""From a directive's file to tasks in the register, as far as no window is needed.

In the order in which a document goes through: ``files`` reads it in a worker process; ``parties`` tells whom
its names mean (``party_words`` how names are compared, ``party_memory`` what the register knows of them,
``party_book`` how that is said to a person); ``copies`` and ``relations`` tell what the register has of it
already; ``review`` holds what a person decides, ``clarity`` what is missing, ``doubts`` what is asked;
``entering`` writes what was accepted, ``signed_copy`` joins it with a draft that came before.
"""
