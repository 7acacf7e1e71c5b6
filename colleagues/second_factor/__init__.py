"""The second factor: a code of an authenticator app beside the password, and recovery codes on paper."""
