"""The bulletin editor 简报编辑: write, cite, preview, check, confirm, publish, correct, withdraw."""
