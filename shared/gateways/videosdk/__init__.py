"""VideoSDK: rooms for video meetings, access tokens, and the callbacks about them."""
