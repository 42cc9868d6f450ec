"""Bulletins 简报: text that cites figures, frozen at publication with its checks and its proof."""
