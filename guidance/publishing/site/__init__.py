"""What concerns the whole site: alerts, going live, languages offered, guides as a whole."""
