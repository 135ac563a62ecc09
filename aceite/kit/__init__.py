"""Tools that would make sense in another product: no Django, no clock, no business."""
