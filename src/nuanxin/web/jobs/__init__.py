"""Jobs 后台任务: long work in the background, with progress, and with a way to stop it."""
