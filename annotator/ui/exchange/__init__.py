"""Files in and out: dialogs that show what will come or be lost before anything is written."""
