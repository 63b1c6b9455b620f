"""What the commands that read a text do. They import from here when they run, so that help comes at once."""
