"""The page kit 页面: list, filters, map, chart, detail with history and exports of any declared page."""
