"""One file or folder a vendor. Nothing above knows a vendor's words; nothing here knows a rule."""
