"""Tests of the gateway to VideoSDK, against the local VideoSDK and VideoSDK's own library."""
