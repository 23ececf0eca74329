"""What the score of a pair is made of: features, a number each, and the model that adds them up."""
