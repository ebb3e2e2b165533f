"""The pages that anybody may read. Every list starts at ``published()``."""
