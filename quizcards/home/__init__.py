"""The learner's folder: settings, plan, weights, interviews, backup."""
