"""From a directive's file to tasks in the register, as far as no window is needed.

In the order in which a document goes through: ``files`` reads it in a worker process; ``parties`` tells whom
its names mean and ``copies`` whether the register has it already, both gathered for a screen by ``lookup``;
``review`` holds what a person decides and ``clarity`` what is missing; ``entering`` writes what was accepted.
"""
