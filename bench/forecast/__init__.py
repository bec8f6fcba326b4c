"""`make evaluate`: the forecast against simple guesses, on real marks. See docs/forecast.md."""
