package main

// The JSON of a search.
type searchJSON struct {
	Tried int      `json:"tried"`
	Rule  string   `json:"rule"`
	Found []object `json:"found"`
}

type simpsonSearch struct{}

func (s *simpsonSearch) table(digits int) *table { return nil }
func (s *simpsonSearch) json() *searchJSON       { return nil }
