"""Đề cương và câu mẫu: the headings and standing sentences of papers."""
