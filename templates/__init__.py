"""What the site looks like: one folder of Chameleon templates for each noun, in the same words as the code."""
