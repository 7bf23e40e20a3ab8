"""The provider servers, met through the vendors' own SDKs."""
