"""Power inspection 用电体检: firms' distribution rooms looked over, hazards found and cleared."""
