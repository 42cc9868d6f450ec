"""暖新联盟: firms served, firms paired with villages, helpers paired with needy households."""
