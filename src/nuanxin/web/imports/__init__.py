"""Imports 导入: workbooks through the browser: looked at first, then posted, and undone where wrong."""
