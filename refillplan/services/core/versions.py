"""Versions of what is installed."""

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Return the version of the program."""
    return version_of("refillplan")


def version_of(package: str) -> str:
    """Return the version of an installed package, a dash where it is not installed (in a checkout, for example)."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"
