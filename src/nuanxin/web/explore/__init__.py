"""Explorer 统计查询: any figure by area, time or kind; as table, chart or map; down to its rows."""
