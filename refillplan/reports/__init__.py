"""Draws: figures as SVG and PNG, and one page to print; from plain texts and numbers, which it neither makes nor changes."""
