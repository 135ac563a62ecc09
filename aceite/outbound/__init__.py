"""What leaves once something has happened: it subscribes to the trail and is called by nobody."""
