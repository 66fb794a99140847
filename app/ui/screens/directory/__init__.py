"""Danh mục (S29): units, groups, people, signers and letterheads, all dated."""
