"""Catalogue: expert profiles, services, digital products, opening hours and categories. Reviews are shown here.

Collections: `experts`, and below each expert `services`, `products`, `calendar` and `product_files` (addresses of
files and links, never public).
Also `slugs` (one claim a slug), `categories` and `reviews`. The collection `slots` below an expert belongs to bookings.
"""
