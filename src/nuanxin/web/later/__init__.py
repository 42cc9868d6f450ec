"""Later 待发: what is said without a network waits on the phone, is sent when there is one, counts once."""
