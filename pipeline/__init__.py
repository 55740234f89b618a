"""What is done to an archive. Runs without Prefect, a server or a network; `run.py` tells it on one screen."""
