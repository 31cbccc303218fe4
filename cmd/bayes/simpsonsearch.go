package main

// The JSON of a search.
type searchJSON struct {
	Tried int      `json:"tried"`
	Rule  string   `json:"rule"`
	Found []object `json:"found"`
}
