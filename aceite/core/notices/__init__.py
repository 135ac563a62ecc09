"""What a colleague should know: in the app, at once by mail, or in the day's summary; made from the trail."""
