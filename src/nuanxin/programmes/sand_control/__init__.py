"""Sand control 防沙治沙: land to treat, work for those who live on it, wages that can be looked up."""
