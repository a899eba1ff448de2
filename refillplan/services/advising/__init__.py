"""With a patient on the phone: where a visit can go, why not there, and the move itself."""
