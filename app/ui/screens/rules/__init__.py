"""Chế độ báo cáo (S09): rules, the periods of a year, who is expected, days off and worked."""
