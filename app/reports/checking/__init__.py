"""The checker: any Word or PDF file held against Nghị định 30/2020/NĐ-CP, rule by rule (R01-R72)."""
