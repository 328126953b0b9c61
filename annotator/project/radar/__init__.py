"""The radar: lints over every document, what documents share and say differently, copies, conflicts of sources."""
