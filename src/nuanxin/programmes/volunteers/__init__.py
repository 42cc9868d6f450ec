"""志愿服务: teams, their members, part-time grid officers and activities."""
