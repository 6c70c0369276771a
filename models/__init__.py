"""The embedded models: their weights (``fast/``, ``default/``), how they were trained and how they are judged."""
