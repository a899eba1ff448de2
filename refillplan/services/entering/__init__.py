"""What a unit enters: days that close or open, people away, patients, pumps, refills done, visits booked by hand."""
