"""A centre as a folder of CSV files (design 5.1): read with every fault named, written back unchanged."""

from refillplan.csv_files.faults import Fault, Faults
from refillplan.csv_files.reader import read_folder
from refillplan.csv_files.writer import sheet_bytes, write_folder

__all__ = ["Fault", "Faults", "read_folder", "sheet_bytes", "write_folder"]
