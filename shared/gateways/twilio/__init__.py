"""Twilio: SMS and WhatsApp messages, and the callbacks about them."""
