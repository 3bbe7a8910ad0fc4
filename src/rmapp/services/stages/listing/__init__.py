"""Firms on their way to the stock exchange: applications, their steps, tests of boards; screens ask `ipo`."""
