"""Tests of the house itself: each rule is a pure function from a tree to what is wrong with it."""
