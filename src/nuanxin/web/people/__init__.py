"""People 个人信息: the public notice, and how an officer finds a person and opens what is needed."""
