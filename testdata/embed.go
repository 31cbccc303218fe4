// Package testdata holds the example tables: small published ones and simulated
// ones. They are embedded so that the command can write them out wherever it was
// installed. README.md beside this file says where each comes from.
package testdata

import "embed"

// Files holds every table, by its file name.
//
//go:embed baseball_jeter_justice.csv birthwt_low.csv covid_uk_delta_2021.csv death_penalty_radelet1981.csv
//go:embed attitude.csv sleep.csv
//go:embed kidney_stones.csv pearl_drug.csv ucb_admissions.csv
//go:embed april.csv batches.csv clicks.csv clicks.ndjson labels.csv lifetimes.csv march.csv orders.csv sensor.csv visits.csv
//go:embed boundary.csv spirals.csv
var Files embed.FS

// A Table describes one file of [Files].
type Table struct {
	Name  string // what a user calls it: the file's name without its extension
	File  string
	About string // one line
}

// Tables returns the example tables: the published ones, then the simulated
// ones, each group in alphabetical order.
func Tables() []Table {
	return []Table{
		{"attitude", "attitude.csv", "30 departments: percentages satisfied with seven things"},
		{"baseball_jeter_justice", "baseball_jeter_justice.csv", "hits by player and season, MLB 1995–96"},
		{"birthwt_low", "birthwt_low.csv", "low birth weight by smoking and race, 189 births"},
		{"covid_uk_delta_2021", "covid_uk_delta_2021.csv", "deaths among Delta cases by vaccination and age, England 2021"},
		{"death_penalty_radelet1981", "death_penalty_radelet1981.csv", "sentences by race of defendant and victim, Florida 1976–77"},
		{"kidney_stones", "kidney_stones.csv", "success of two operations by stone size, 700 patients"},
		{"pearl_drug", "pearl_drug.csv", "recovery by drug and gender, made up by Pearl to reverse"},
		{"sleep", "sleep.csv", "hours of extra sleep by two drugs, 10 patients each (Student 1908)"},
		{"ucb_admissions", "ucb_admissions.csv", "admissions by department and gender, Berkeley 1973"},
		{"april", "april.csv", "simulated: support calls a day, 30 days"},
		{"batches", "batches.csv", "simulated: defects of each batch's size, for --successes and --trials"},
		{"boundary", "boundary.csv", "simulated: a height on two sides of a curve, with noise that grows along it"},
		{"clicks", "clicks.ndjson", "simulated: clicks on three variants of a page"},
		{"clicks", "clicks.csv", "simulated: clicks on two variants of a page (bayes data clicks.csv)"},
		{"labels", "labels.csv", "simulated: the colour that 180 people chose, by region"},
		{"lifetimes", "lifetimes.csv", "simulated: hours until pumps failed, some still running (event 0)"},
		{"march", "march.csv", "simulated: support calls a day, 31 days"},
		{"orders", "orders.csv", "simulated: what 400 orders from two variants of a shop came to"},
		{"sensor", "sensor.csv", "simulated: a sensor's error, 200 readings"},
		{"spirals", "spirals.csv", "simulated: points on three arms that wind around each other"},
		{"visits", "visits.csv", "simulated: visits and hours watched at four sites, for --exposure"},
	}
}
