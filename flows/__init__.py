"""Prefect: when, where and how often the work of `pipeline` is done. No logic."""
