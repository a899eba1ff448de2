"""Plans made, checked and tried out; what a centre can hold."""
