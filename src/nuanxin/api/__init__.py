"""The API 接口: what other systems plug into. It reads the registry of the kernel and knows no programme."""
