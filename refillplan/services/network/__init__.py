"""Many centres at once: their plans and forecasts, spread over workers."""
