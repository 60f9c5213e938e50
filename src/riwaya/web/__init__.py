"""The review page: where analysts look at events side by side and decide. Thin over the ledger; speaks HTML and JSON."""
