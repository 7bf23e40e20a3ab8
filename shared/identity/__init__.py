"""Who is who: people in `users`, partners' keys in `partner_keys`. How people sign in is kept by Firebase Auth."""
