"""On what conditions a company is paid."""
