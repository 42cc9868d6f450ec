"""Today 今天: what needs a hand, a programme's board, the search: pages of those who are signed in."""
