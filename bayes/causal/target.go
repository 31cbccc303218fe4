package causal

// A Target says whose average effect is meant.
type Target int

const (
	Everyone  Target = iota // ATE, the average treatment effect: all in the table, whatever their treatment
	Treated                 // ATT, that on the treated
	Untreated               // ATC, that on the control
)

// String returns "ATE", "ATT" or "ATC".
func (t Target) String() string { return [...]string{"ATE", "ATT", "ATC"}[t] }

// Population returns in words whose average effect is meant.
func (t Target) Population() string {
	return [...]string{"everyone in the table", "the treated", "the untreated"}[t]
}
