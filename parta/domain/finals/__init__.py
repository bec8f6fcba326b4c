"""Results: final marks, deferral, forecast, summary sheets, the end of a period and of a year."""
