"""What the product costs: measured through the whole stack on the school-size demo, beside a floor in the same run."""
