"""Two engines that judge the same facts independently, and the comparison of what they say."""
