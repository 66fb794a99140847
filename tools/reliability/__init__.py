"""Trials of the register's promise: what was acknowledged is there after a kill, a power cut, a full disk.

Run as ``python -m tools.reliability --seconds 60 --seed 1``. Everything goes through ``UnitOfWork``, the door
that the program itself uses; nothing here waits for a fixed time.
"""
