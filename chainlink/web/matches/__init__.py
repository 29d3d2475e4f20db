"""推荐: pairs that could meet, each with its reasons, and what is decided on them."""
