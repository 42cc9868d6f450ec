"""The site: the only place that names everything. Settings, urls, wsgi and the command line."""
