"""Structure: the scheme, claims, entities, corrected texts, guidelines and metadata as people see them."""
