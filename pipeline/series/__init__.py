"""Figures of many articles as series, and the arithmetic that proves or doubts them."""
