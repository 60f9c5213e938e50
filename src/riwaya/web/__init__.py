"""The review page: where analysts look at events side by side and decide. Speaks HTML and JSON."""
