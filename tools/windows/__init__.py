"""The Windows program made and tried on Debian: a real CPython for Windows under Wine, PyInstaller, NSIS."""
