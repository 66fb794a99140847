"""Kỳ báo cáo: who has sent what and when, and the rules, periods and days it is judged by."""
