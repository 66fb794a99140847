"""Hộp gửi / nhận (S15): every file that left or came, the runs of taking in, the keys of units."""
