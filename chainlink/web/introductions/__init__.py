"""引荐: introductions as a list, as a board and one by one, and a form for each step."""
