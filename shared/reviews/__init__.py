"""Reviews: the texts that people write about a session or a product, and the states of these texts.

Collection `written_reviews`: one document for each author and session, or for each bought product. No app can read it.
Published reviews of experts and products are copied to the catalogue, in the commit that changes them.
"""
