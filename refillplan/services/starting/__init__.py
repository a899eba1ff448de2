"""Folders to begin with: samples, a starter, how to run the program for a hospital."""
