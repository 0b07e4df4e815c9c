"""What sentences tell of a person beside names: class, results, care, origin, ages, found by a trained model."""
