"""Measures sizes and speeds beside the parts they are built on; every figure is a ratio taken in one run."""
