"""The learned part of linking: chooses among the readings of a figure's fields."""
