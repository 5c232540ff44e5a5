"""How many of the recorded exchanges the pairing finds again when it does not know of them."""
