"""The forecast: predicts and places replacements; pure, values in, values out."""
