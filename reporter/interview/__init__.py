"""The questions as data, the loop that walks them, the prompts that show them, the review that ends them."""
