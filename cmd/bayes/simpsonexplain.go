package main

func (r *simpsonResult) explain() []string { return nil }
