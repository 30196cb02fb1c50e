"""Results kept between runs in the cache directory of the user."""
