"""Finding an expert: profiles, services, digital products, opening hours, categories; reviews are read here.

Collections: `experts` and, below each, `services`, `products`, `product_files` (never public), `calendar`; `slugs` (one
document a name: who has it), `categories`, `reviews`. Below an expert, `slots` is bookings'.
"""
