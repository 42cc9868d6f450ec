"""The writer of the demo city 示例城市: seeded, so that every run draws the same sheets byte for byte."""
