"""One event, many reports: links incidents with reasons, sets their accounts side by side, grades them."""
