"""Views: what a page says, as plain dictionaries, lists, texts and numbers. No HTML, no Markdown, no clock."""
