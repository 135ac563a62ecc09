"""The demo company Aurora and half a year of its sales, told by calling the verbs."""
