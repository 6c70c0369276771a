"""Pages of the web app; with ``app.py`` the only place that knows Streamlit."""
