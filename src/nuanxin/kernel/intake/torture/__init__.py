"""Torture 刁难: ugly workbooks with known truth, from a seed, and the examiner who scores a reader on them.

The truth is written from what offices mean, never from what the reader does: the two share no code
but the declared sheets and the list of division codes.
"""
