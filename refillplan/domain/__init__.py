"""The words of the clinic as frozen values; see the glossary in the README."""
