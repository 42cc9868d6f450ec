"""The views of the shell, one module a noun: fetch, let the kernel compute, render."""
