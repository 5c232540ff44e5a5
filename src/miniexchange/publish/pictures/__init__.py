"""Pictures: plain facts in, plain view dictionaries with whole-number coordinates out; `pictures.html` draws them."""
