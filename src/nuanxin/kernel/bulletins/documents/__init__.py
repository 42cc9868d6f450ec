"""Documents 公文: a published bulletin as pages to sign and file, each figure with its rows behind it."""
