"""The only place that draws: keys, screens and plots, with rich."""
