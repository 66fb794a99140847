"""Kiểm tra và niêm phong (S14): the last gate, and the page with the code."""
