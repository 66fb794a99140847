"""What the first and the last page say: kind, number, issuer, day, subject, signer, cited papers."""
