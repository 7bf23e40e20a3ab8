"""Who is who: partners and their keys, in `partner_keys`; people are kept by Firebase Auth."""
