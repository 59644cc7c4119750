"""An incident drawn together: a draft, the small edits that change it, and the page to do it on."""
