"""Sites in: whatever another system gives out, as one form, and that form as pages of this site."""
