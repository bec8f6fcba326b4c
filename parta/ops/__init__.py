"""The keeper's side: the `parta` command, the server's launcher, jobs, the demo school and the cast of the tests."""
